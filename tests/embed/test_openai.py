import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import pytest

from ainews.embed.openai import OpenAIEmbedder
from ainews.errors import ConfigError, ModelError


class Server(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        rows = [
            {"object": "embedding", "index": at, "embedding": [float(len(text)), 1.0]}
            for at, text in enumerate(asked["input"])
        ]
        body = json.dumps(
            {
                "object": "list",
                "model": asked["model"],
                "data": rows[::-1],
                "usage": {"prompt_tokens": 1, "total_tokens": 1},
            }
        )
        self.send_response(200 if asked["model"] == "tiny" else 404)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *parts):
        pass


@pytest.fixture(scope="module")
def address():
    pytest.importorskip("openai", reason="the extra `openai` is not installed")
    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()


def test_rows_follow_the_texts_whatever_order_they_came_in(address):
    vectors = OpenAIEmbedder("tiny", address=address).embed(["a", "abc"])

    assert np.allclose(vectors, [[0.7071, 0.7071], [0.9487, 0.3162]], atol=1e-3)


def test_a_server_without_the_model_is_a_model_error(address):
    with pytest.raises(ModelError, match="none"):
        OpenAIEmbedder("none", address=address).embed(["a"])


def test_a_model_must_be_named():
    with pytest.raises(ConfigError, match="name of a model"):
        OpenAIEmbedder("")
