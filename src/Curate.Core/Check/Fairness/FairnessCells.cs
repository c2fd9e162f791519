namespace Curate.Core.Check.Fairness;

/// <summary>Rows by group, label and answer. All measures follow from these counts.</summary>
/// <param name="groups">Groups in the order of reports.</param>
internal sealed class FairnessCells(IReadOnlyList<string> groups)
{
    private readonly long[] _counts = new long[groups.Count * 4];

    public IReadOnlyList<string> Groups { get; } = groups;

    /// <summary>Rows of a group with a label and an answer.</summary>
    public ref long this[int group, bool label, bool answer] => ref _counts[(group * 4) + (label ? 2 : 0) + (answer ? 1 : 0)];

    /// <summary>The counts: for each group negatives answered no, yes, positives answered no, yes.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    public long Rows(int group) => this[group, false, false] + this[group, false, true] + this[group, true, false] + this[group, true, true];

    public long Total
    {
        get
        {
            long sum = 0;
            foreach (long count in _counts)
            {
                sum += count;
            }

            return sum;
        }
    }
}
