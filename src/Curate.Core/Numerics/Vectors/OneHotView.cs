namespace Curate.Core.Numerics.Vectors;

/// <summary>
/// The codes of a store seen as one-hot columns, without making them: which columns of a row are 1, and sums over them.
/// </summary>
public sealed class OneHotView
{
    private readonly VectorStore _store;
    private readonly int[] _first;

    /// <param name="store">The store.</param>
    /// <param name="categories">How many categories each code column has.</param>
    public OneHotView(VectorStore store, IReadOnlyList<int> categories)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(categories.Count, store.Codes);
        _store = store;
        _first = new int[categories.Count + 1];
        for (int c = 0; c < categories.Count; c++)
        {
            _first[c + 1] = checked(_first[c] + categories[c]);
        }
    }

    /// <summary>One-hot columns of all category columns together.</summary>
    public int Width => _first[^1];

    /// <summary>The one-hot columns that are 1 in a row, one for each category column.</summary>
    public void Ones(int row, Span<int> columns)
    {
        ReadOnlySpan<float> codes = _store[row][_store.Numeric..];
        for (int c = 0; c < codes.Length; c++)
        {
            columns[c] = _first[c] + (int)codes[c];
        }
    }

    /// <summary>The inner product of a row's one-hot columns with weights, added in column order.</summary>
    public double Dot(int row, ReadOnlySpan<double> weights)
    {
        ReadOnlySpan<float> codes = _store[row][_store.Numeric..];
        double sum = 0;
        for (int c = 0; c < codes.Length; c++)
        {
            sum += weights[_first[c] + (int)codes[c]];
        }

        return sum;
    }
}
