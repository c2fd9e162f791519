namespace Curate.Core.Dedupe.Files;

/// <summary>Ordered pairs of tables that each step leaves.</summary>
public sealed class FilesCounts
{
    /// <summary>All.</summary>
    public long Pairs { get; set; }

    /// <summary>The columns of the one are columns of the other.</summary>
    public long Columns { get; set; }

    /// <summary>Rows, missing values and ranges fit.</summary>
    public long Ranges { get; set; }

    /// <summary>Value sketches allow it.</summary>
    public long Sketches { get; set; }

    /// <summary>All sampled rows were found.</summary>
    public long Samples { get; set; }

    /// <summary>All rows were found.</summary>
    public long Contained { get; set; }
}
