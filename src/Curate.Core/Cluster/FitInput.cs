using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>What a method is fitted on.</summary>
/// <param name="Vectors">The vectors, one or more, and their weights.</param>
/// <param name="Sample">Some of them, for silhouettes.</param>
/// <param name="Draw">The draws of this fit.</param>
/// <param name="Run">Workers, memory, scratch.</param>
internal sealed record FitInput(RowVectors Vectors, SampledRows Sample, SeededDraw Draw, RunContext Run)
{
    public VectorStore Rows => Vectors.Store;

    public double[]? Weights => Vectors.Weights;
}
