"""The curators' desk: change sets, their editor and review, freshness, the watch list, reports, exchange."""
