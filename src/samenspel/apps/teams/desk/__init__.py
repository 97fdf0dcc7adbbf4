"""The area team's desk: the area on one page, the roster, learning, workshops, words, the text about roles."""
