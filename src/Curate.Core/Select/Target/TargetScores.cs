using Curate.Core.Running;

namespace Curate.Core.Select.Target;

/// <summary>The score of every row, and what there is to say of it.</summary>
internal sealed class TargetScores : IDisposable
{
    /// <summary>One for each row of the input: not a number for a row that is no candidate.</summary>
    public required RowValues<double> Scores { get; init; }

    /// <summary>Near-copies of target rows, which are no candidates; null where none are looked for.</summary>
    public BitMap? Copies { get; init; }

    /// <summary>Tables of the report about the score.</summary>
    public List<ReportTable> Tables { get; } = [];

    /// <summary>Measures some subsets of the input against the target: for each, the same measures in the same order.</summary>
    public Func<IReadOnlyList<BitMap>, List<(string Name, double? Value)>[]>? Measure { get; init; }

    /// <summary>What the measuring needs and nobody else.</summary>
    public IDisposable? Held { get; init; }

    public void Dispose()
    {
        Scores.Dispose();
        Held?.Dispose();
    }
}
