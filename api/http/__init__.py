"""The HTTP door: JSON under /v1, problem documents (RFC 9457), OpenAPI that is true."""
