namespace Curate.Core.Resample.Advice;

/// <summary>What cross-validation says about resampling a dataset.</summary>
public sealed record AdviceReport
{
    /// <summary>The class column.</summary>
    public required string Label { get; init; }

    /// <summary>The method that was asked about.</summary>
    public required string Method { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Rows of the dataset.</summary>
    public required long InputRows { get; init; }

    public required long UnlabelledRows { get; init; }

    /// <summary>Rows left out by <c>--missing drop</c>.</summary>
    public required long IncompleteRows { get; init; }

    /// <summary>Rows that were cross-validated.</summary>
    public required long Rows { get; init; }

    /// <summary>Classes in sorted order with their rows among those that were cross-validated.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> Classes { get; init; }

    /// <summary>Columns of numbers (values of an embedding).</summary>
    public required int Numbers { get; init; }

    public required int Categories { get; init; }

    /// <summary>stratified, grouped or forward.</summary>
    public required string Design { get; init; }

    /// <summary>The column of groups or of time; null for neither.</summary>
    public string? DesignColumn { get; init; }

    public required int Folds { get; init; }

    public required int Repeats { get; init; }

    /// <summary>Splits that were run: folds x repeats, fewer where repetitions of grouped folds were equal.</summary>
    public required int Splits { get; init; }

    /// <summary>Mean over splits of test rows over training rows.</summary>
    public required double TestOverTrain { get; init; }

    /// <summary>Splits in which no threshold could be chosen; it stayed where it was.</summary>
    public required int WithoutThreshold { get; init; }

    /// <summary>By learner, measure and treatment, doing nothing first.</summary>
    public required IReadOnlyList<AdviceResult> Results { get; init; }

    /// <summary>What wins, by learner and measure.</summary>
    public required IReadOnlyList<AdviceFinding> Findings { get; init; }

    /// <summary>yes: resampling beats everything that leaves the rows alone somewhere; no: it does not.</summary>
    public required bool Resample { get; init; }

    /// <summary>The answer in a sentence, then what else is to be known.</summary>
    public required IReadOnlyList<string> Answer { get; init; }
}
