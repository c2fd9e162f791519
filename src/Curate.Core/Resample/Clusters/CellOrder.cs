namespace Curate.Core.Resample.Clusters;

/// <summary>The order of the rows of a <see cref="CellPlan"/>.</summary>
internal enum CellOrder : byte
{
    /// <summary>That of the input, copies beside each other.</summary>
    Input,

    /// <summary>That in which they would be drawn: cells in turn by their shares, until each has given what it is to give; no row again before all of its cell came.</summary>
    Drawn,

    /// <summary>Random.</summary>
    Shuffled,
}
