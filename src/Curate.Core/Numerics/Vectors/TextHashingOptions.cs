namespace Curate.Core.Numerics.Vectors;

/// <summary>Which n-grams a text is made into, and how many columns they are hashed to.</summary>
public sealed record TextHashingOptions
{
    public int Columns { get; init; } = 256;

    /// <summary>Words of the shortest word n-gram.</summary>
    public int SmallestWords { get; init; } = 1;

    /// <summary>Words of the longest word n-gram; 0 for none.</summary>
    public int LargestWords { get; init; } = 2;

    /// <summary>Characters of the shortest character n-gram.</summary>
    public int SmallestCharacters { get; init; } = 3;

    /// <summary>Characters of the longest character n-gram; 0 for none.</summary>
    public int LargestCharacters { get; init; } = 5;
}
