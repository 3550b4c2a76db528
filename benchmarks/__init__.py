"""What Palier costs, side by side with what somebody would write instead.

``python3 dev.py bench [NAME…] [--json FILE] [--pairs N]``. A figure is a ratio wherever it can be: two programs of
one run, on one machine, in ABBA order. Machines differ, and one that is shared is noisy: the ratios less than the
times.

``double.py`` plays Telegram with a crowd that taps as soon as it is answered, ``contenders/`` are the bots,
``arena.py`` puts one before the other, ``figures/`` says what is measured.
"""
