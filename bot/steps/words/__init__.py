"""Words themselves: stems, words without a topic, names in other forms, given names. The ground of all other steps."""
