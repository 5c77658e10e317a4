"""Checks of the emulator with the official Python SDK."""
