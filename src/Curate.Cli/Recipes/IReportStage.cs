namespace Curate.Cli.Recipes;

/// <summary>A stage that describes rows, with its options read and checked. Its rows are those that it reads, as they are.</summary>
internal interface IReportStage
{
    /// <summary>Files that it writes besides the report of <c>report</c> where that is a shared option, by the option that names them; resolved.</summary>
    IReadOnlyList<(string Option, string Path)> Files { get; }

    /// <summary>Files that it reads besides rows, by the option that names them.</summary>
    IReadOnlyList<(string Option, string Path)> Reads => [];

    /// <summary>It can stop the run, so that it is run even where nothing reads its rows and it writes nothing.</summary>
    bool IsGate { get; }

    /// <summary>On the same rows it says the same; not where it asks for the time.</summary>
    bool IsRepeatable => true;

    /// <summary>How often rows are read, for people.</summary>
    string Passes { get; }

    /// <summary>What is held, for people.</summary>
    string Memory { get; }

    /// <summary>Reads the rows and says what it found.</summary>
    StageReport Report(ReportRequest request);
}
