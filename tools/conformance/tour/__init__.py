"""The official SDK on a tour through the emulator."""
