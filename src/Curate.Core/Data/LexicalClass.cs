namespace Curate.Core.Data;

/// <summary>What a value looks like by itself, before the rest of its column is known. Each value has exactly one.</summary>
public enum LexicalClass : byte
{
    /// <summary>A flag, by <see cref="ValueText.TryFlag"/>, or a JSON truth value.</summary>
    Flag,
    /// <summary>A whole number of at most 2^53 in magnitude, which a double holds exactly.</summary>
    Whole,
    /// <summary>A whole number beyond 2^53, within 64 bits.</summary>
    LongWhole,
    /// <summary>A number that is not whole in the sense of <see cref="ValueText.TryWhole(ReadOnlySpan{byte}, out long)"/>.</summary>
    Number,
    Date,
    /// <summary>An instant with a time of day.</summary>
    Time,
    /// <summary>A JSON array of numbers, not empty.</summary>
    Vector,
    /// <summary>A JSON object, or an array that is no vector; only where the source holds JSON.</summary>
    Nested,
    Text,
}
