namespace Curate.Cli.Recipes;

/// <summary>A stage that describes rows, with its options read and checked. Its rows are those that it reads, as they are.</summary>
internal interface IReportStage
{
    /// <summary>Files that it writes besides its report, by the option that names them; resolved.</summary>
    IReadOnlyList<(string Option, string Path)> Files { get; }

    /// <summary>Reads the rows and says what it found.</summary>
    StageReport Report(ReportRequest request);
}
