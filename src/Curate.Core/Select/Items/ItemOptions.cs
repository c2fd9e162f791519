namespace Curate.Core.Select.Items;

/// <summary>Options of the methods that see a row as a set of values. A method reads those that it names.</summary>
internal sealed record ItemOptions
{
    /// <summary>Rows, or a share of them.</summary>
    public Budget Budget { get; init; } = Budget.None;

    /// <summary>How large rows are under <c>--tokens</c> and <c>--cost</c>.</summary>
    public SizeOptions Sizes { get; init; } = new();

    /// <summary>The budget holds for each group of these columns.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>A dataset of ids was given; its rows are picked first.</summary>
    public bool Must { get; init; }

    /// <summary>The column that finds them.</summary>
    public string? Id { get; init; }

    /// <summary>Rows come out in the order in which they were picked.</summary>
    public bool InPickOrder { get; init; }

    /// <summary>Columns of one or several values.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>What stands between the values of one row; null where a row has one value, or a JSON array.</summary>
    public string? Separator { get; init; }

    /// <summary>A value that a row has twice counts twice.</summary>
    public bool CountsRepeats { get; init; }

    /// <summary>The nearest to the largest possible entropies, instead of the largest sum.</summary>
    public bool Ideal { get; init; }

    /// <summary>Rows that each step looks at; null for all.</summary>
    public int? Candidates { get; init; }

    /// <summary>Texts whose runs of tokens are covered.</summary>
    public string? Text { get; init; }

    /// <summary>A column of templates, or null for rows that are templates of their own.</summary>
    public string? Template { get; init; }

    /// <summary>Tokens of a run.</summary>
    public int Gram { get; init; } = 2;

    /// <summary>Words and signs are tokens of their own; else what white space separates.</summary>
    public bool Symbols { get; init; }
}
