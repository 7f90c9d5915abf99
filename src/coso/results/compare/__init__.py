"""Four sources of points side by side: records, the union, its members, the appraiser. Signs, not conclusions."""
