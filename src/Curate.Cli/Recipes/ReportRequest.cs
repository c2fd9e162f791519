using Curate.Cli.Running;
using Curate.Core.Data;

namespace Curate.Cli.Recipes;

/// <summary>What a stage that describes rows is given.</summary>
internal sealed record ReportRequest
{
    /// <summary>The run of the stage: its views, passes and limits.</summary>
    public required Session Session { get; init; }

    /// <summary>The rows, before the stage's own condition and limit.</summary>
    public required IRecordSource Rows { get; init; }

    /// <summary>What the recipe calls them.</summary>
    public required string Name { get; init; }

    /// <summary>The one file that the rows are, for commands to paste; null where they are no file.</summary>
    public string? Path { get; init; }

    /// <summary>The files that the rows come from, as they were opened; null where they come from several datasets.</summary>
    public IRecordSource? Root { get; init; }

    /// <summary>The input that the rows are, as it was opened; null where they are those of a stage.</summary>
    public Session? Input { get; init; }

    /// <summary>Further datasets: what messages call them, what the recipe says, and rows of the recipe or null for a path.</summary>
    public IReadOnlyList<(string Name, string Value, IRecordSource? Rows)> Others { get; init; } = [];

    /// <summary>Where the content of a large file waits until the run gives it its name (the argument).</summary>
    public required Func<string, string> Keep { get; init; }

    /// <summary>Opens paths as one dataset, read as the rows are.</summary>
    public required Func<IReadOnlyList<string>, IRecordSource> Open { get; init; }
}
