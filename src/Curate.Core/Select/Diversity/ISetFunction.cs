namespace Curate.Core.Select.Diversity;

/// <summary>
/// A submodular function of the rows that are picked: what a row adds never grows as others are picked. So a bound that held once holds from then on, and
/// a greedy search looks only at rows whose bound reaches the best gain (Minoux 1978).
/// </summary>
internal interface ISetFunction
{
    /// <summary>
    /// True where a bound of all rows at once (<see cref="BoundAll"/>) is cheaper than of one after the other, so that it pays after the first pick, which
    /// takes the most from all others.
    /// </summary>
    bool BoundsAll { get; }

    /// <summary>Numbers that no gain exceeds before anything is picked.</summary>
    void First(double[] bounds);

    /// <summary>Numbers that no gain exceeds now, for every row.</summary>
    void BoundAll(double[] bounds);

    /// <summary>The same for some rows, which <see cref="Gain"/> may then be asked about.</summary>
    void Bound(ReadOnlySpan<int> rows, Span<double> bounds);

    /// <summary>What a row of the last <see cref="Bound"/> would add, by its place there: in double precision, of sums in one order.</summary>
    double Gain(int place);

    /// <summary>The row that <see cref="Gain"/> was last asked about is the best so far; what was found out about it is kept for <see cref="Take"/>.</summary>
    void Keep();

    /// <summary>Picks a row.</summary>
    void Take(int row);
}
