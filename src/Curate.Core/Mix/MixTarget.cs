using Curate.Core.Running;

namespace Curate.Core.Mix;

/// <summary>What a method asks for: the shares of each phase, and limits that come with it.</summary>
internal sealed record MixTarget
{
    /// <summary>Phases in order; their fractions sum to 1.</summary>
    public required IReadOnlyList<Phase> Phases { get; init; }

    /// <summary>Most of each source, in the unit; null = as the repeats allow.</summary>
    public double[]? Limits { get; init; }

    /// <summary>The size of the mixture in the unit, where the method fixes it.</summary>
    public double? Total { get; init; }

    /// <summary>What ends the mixture when no option says so.</summary>
    public MixStop Stop { get; init; } = MixStop.FirstExhausted;

    /// <summary>How often each row of each source leaves, where rows of a source differ; null = alike.</summary>
    public RowValues<int>[]? Copies { get; init; }

    /// <summary>Tables of the method, for the report.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>One phase for the whole mixture.</summary>
    public static MixTarget Of(double[] weights) => new() { Phases = [new Phase("all", 1, weights)] };

    /// <param name="Name">What the column <c>phase</c> says.</param>
    /// <param name="Fraction">Share of the mixture.</param>
    /// <param name="Weights">Weights of the sources, not necessarily summing to 1.</param>
    internal sealed record Phase(string Name, double Fraction, double[] Weights)
    {
        /// <summary>The weights as shares.</summary>
        public double[] Shares()
        {
            double sum = Weights.Sum();
            return [.. Weights.Select(w => sum > 0 ? w / sum : 0)];
        }
    }
}
