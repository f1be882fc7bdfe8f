"""Tests in a real Chromium: accessibility, keyboard, narrow screens, no scripts, the Content-Security-Policy."""
