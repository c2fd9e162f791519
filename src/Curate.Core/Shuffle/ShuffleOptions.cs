namespace Curate.Core.Shuffle;

/// <summary>Shuffling has no options of its own.</summary>
public sealed record ShuffleOptions;
