using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Text;

namespace Curate.Core.Dedupe.Lines;

/// <summary>What the methods share that cut repeated parts out of texts.</summary>
public sealed record CutOptions
{
    /// <summary>The column of the text.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>What is taken out of units before they are compared.</summary>
    public TextFolding Folding { get; init; }

    /// <summary>Which copy stays and what texts are compared with; groups are not asked for.</summary>
    public CopyOptions Copies { get; init; } = new();

    /// <summary>Words below which a text that was cut is dropped; null = by the unit.</summary>
    public int? MinWords { get; init; }

    /// <summary>Keep every text as it is and say in columns what would be cut.</summary>
    public bool Mark { get; init; }

    /// <summary>Say in columns how much was cut.</summary>
    public bool Counts { get; init; }

    /// <summary>Refuses combinations without a meaning.</summary>
    public void Validate()
    {
        Copies.Validate();
        if (Mark && Counts)
        {
            Fail.Usage("--mark has the columns of --cut-counts, too.", "Leave one out.");
        }
    }

    /// <summary>The name of the text column, checked.</summary>
    /// <exception cref="CurateException">None or several were named, or its values are no text.</exception>
    public string Column(StartRequest request)
    {
        if (Text.Count == 0)
        {
            Fail.Usage("Repeated parts are looked for in a text.", "Name its column with --text COL.");
        }

        IReadOnlyList<string> columns = request.Columns(Text);
        if (columns.Count > 1)
        {
            Fail.Usage($"Parts are cut from one column, and --text names {columns.Count}: {string.Join(", ", columns)}.", "Run once for each column.");
        }

        // JSON values have no kind before they are read, and every one of them reads as text: asking for the schema would cost a pass.
        if (request.Inputs.Main.RawKind != ColumnKind.Json && request.Inputs.Main.Schema.IndexOf(columns[0]) is >= 0 and var at && request.Inputs.Main.Schema[at].Kind is { } kind && kind != ColumnKind.Text)
        {
            Fail.Usage($"Parts are cut from texts, and column '{columns[0]}' is of kind {ValueText.NameOf(kind)}.", "Name a text column with --text COL.");
        }

        return columns[0];
    }
}
