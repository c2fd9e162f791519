using Curate.Cli.Options;
using Curate.Cli.Running;
using Curate.Core.Data;
using Curate.Core.Running;
using Curate.Core.Running.Views;

namespace Curate.Cli.Recipes;

/// <summary>The rows of an input or of a stage while a recipe runs: a source, and how it came to be.</summary>
internal sealed class RecipeRows
{
    private IRecordSource? _root;

    public required string Name { get; init; }

    /// <summary>Where it stands in the recipe.</summary>
    public required int Line { get; init; }

    /// <summary>The hash of everything these rows depend on; null where that cannot be told (a pipe).</summary>
    public required string? Key { get; init; }

    /// <summary>The rows.</summary>
    public required IRecordSource Source { get; set; }

    /// <summary>The format that they came in, in which they stand in a file for later stages.</summary>
    public required string Format { get; init; }

    /// <summary>How files of these rows are read.</summary>
    public required RunOptions Reading { get; init; }

    /// <summary>Later stages may read the source as it is: every row of it is a row of a file, bytes and all, in the order of the file.</summary>
    public required bool IsPlain { get; set; }

    /// <summary>The columns that the stage's plan adds, where these are all that keeps its rows from being read as they are; null where there is more.</summary>
    public IReadOnlyList<Field>? OnlyAdds { get; init; }

    /// <summary>Opens the files that hold these rows, for a stage that reads several datasets; null while they are a view.</summary>
    public (Session Session, IReadOnlyList<string> Paths)? Files { get; set; }

    /// <summary>The stage; null for an input.</summary>
    public BoundStage? Stage { get; init; }

    /// <summary>Its decision, and the source that it is about; null for inputs and for stages that decide nothing.</summary>
    public (RowPlan Plan, IRecordSource Below)? Decision { get; init; }

    /// <summary>What the stage says about its decision.</summary>
    public StageFacts? Facts { get; init; }

    /// <summary>The run of the stage.</summary>
    public Session? Session { get; init; }

    /// <summary>The decision was found in a checkpoint.</summary>
    public bool WasStored { get; init; }

    /// <summary>Counts the rows of a stage that decides nothing.</summary>
    public CountedSource? Counter { get; init; }

    /// <summary>Rows, where they are known.</summary>
    public long? Count => Decision?.Plan.OutputRows ?? Counter?.Counted ?? (Stage is null ? Source.RowCount : null);

    /// <summary>The files that these rows come from, as they were opened; null where they come from several datasets.</summary>
    public IRecordSource? Root { get => _root ?? (Below.Count == 1 ? Below[0].Root : null); set => _root = value; }

    /// <summary>What these rows were made from.</summary>
    public IReadOnlyList<RecipeRows> Below { get; init; } = [];
}
