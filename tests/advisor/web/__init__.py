"""Tests of the pages, by Django's client."""
