namespace Curate.Core.Profile.Metrics;

/// <summary>Rows by true and predicted class.</summary>
/// <param name="names">Classes, sorted.</param>
/// <param name="counts">Row after row of true classes, one count per predicted class.</param>
internal sealed class Confusion(string[] names, long[] counts)
{
    public string[] Names { get; } = names;

    public int Classes => Names.Length;

    public long this[int truth, int predicted] => counts[(truth * Classes) + predicted];

    public long Rows { get; } = counts.Sum();

    public long Support(int k)
    {
        long sum = 0;
        for (int j = 0; j < Classes; j++)
        {
            sum += this[k, j];
        }

        return sum;
    }

    public long Predicted(int k)
    {
        long sum = 0;
        for (int i = 0; i < Classes; i++)
        {
            sum += this[i, k];
        }

        return sum;
    }

    public BinaryCounts Against(int k)
    {
        long hits = this[k, k];
        long support = Support(k);
        long predicted = Predicted(k);
        return new(hits, predicted - hits, support - hits, Rows - support - predicted + hits);
    }

    /// <summary>The cells with rows: flat position and count.</summary>
    public (int[] Cells, long[] Counts) Filled()
    {
        int[] cells = [.. Enumerable.Range(0, counts.Length).Where(i => counts[i] > 0)];
        return (cells, [.. cells.Select(c => counts[c])]);
    }
}
