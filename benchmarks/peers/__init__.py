"""The peers: each says a program in its own language and is asked in its own form; none knows anything of ours at the time of asking."""
