using Curate.Core.Grouping;

namespace Curate.Core.Profile.Diversity;

/// <summary>What workers make of a batch.</summary>
internal sealed class DiversityPart
{
    public GroupPart Groups { get; set; } = new();

    /// <summary>Numbers of a vector; 0 where no row of the batch has one.</summary>
    public int Dimension { get; set; }

    /// <summary>The vectors, scaled, row after row.</summary>
    public float[] Vectors { get; set; } = [];

    /// <summary>The same at length 1, for the cosine.</summary>
    public double[] Units { get; set; } = [];

    public DiversityCounts.VectorState[] States { get; set; } = [];

    /// <summary>Tokens of each text.</summary>
    public int[] Tokens { get; set; } = [];
}
