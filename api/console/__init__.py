"""The console: pages in Chinese, English at a click, that work without a line of script."""
