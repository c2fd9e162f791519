namespace Curate.Cli.Reports.Blocks;

/// <summary>What becomes of a cell that is too wide.</summary>
internal enum Fit
{
    /// <summary>It stays whole.</summary>
    Whole,
    /// <summary>It is cut with an ellipsis.</summary>
    Cut,
    /// <summary>It goes on in the next line.</summary>
    Fold,
}
