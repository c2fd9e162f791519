namespace Curate.Core.Options;

/// <summary>Everything that help, completion, recipes, their JSON Schema and the docs say about one option.</summary>
/// <param name="Name">Kebab case without leading dashes: <c>k-neighbors</c>. Recipes use the same name.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Help">One sentence.</param>
public abstract record OptionSpec(string Name, OptionKind Kind, string Help)
{
    /// <summary>What a number counts: <c>rows</c>, <c>bytes</c>, or null.</summary>
    public string? Unit { get; init; }

    /// <summary>What stands for the value in help where the kind says too little: <c>N|auto</c>, <c>KEY=VALUE</c>; null = the word of the kind.</summary>
    public string? Placeholder { get; init; }

    /// <summary>The default as help shows it and as the parser would read it; null where there is none.</summary>
    public string? Default { get; init; }

    /// <summary>The accepted range in words: <c>1 to 100</c>, <c>above 0</c>; null where everything of the kind is accepted.</summary>
    public string? Range { get; init; }

    /// <summary>The words that a <see cref="OptionKind.Choice"/> accepts.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>A run without it is refused.</summary>
    public bool Required { get; init; }

    /// <summary>It may be given more than once; the values add up.</summary>
    public bool Multiple { get; init; }

    /// <summary>It says which column plays a part (<c>--label</c>), shared by all commands, rather than tuning one method.</summary>
    public bool Role { get; init; }

    /// <summary>What the option takes, in words for messages: <c>a whole number from 1 to 100</c>.</summary>
    public string Expectation => Kind switch
    {
        OptionKind.Text => "a text",
        OptionKind.Whole => "a whole number such as 10 or 10k",
        OptionKind.Number => "a number such as 0.25 or 1e-3",
        OptionKind.Fraction => "a fraction such as 0.05 or 5%",
        OptionKind.Size => "a size such as 64MiB, 100MB or 1.5G",
        OptionKind.Flag => "true or false",
        OptionKind.Column => "a column name",
        OptionKind.Columns => "column names, globs, ranges or /regex/ separated by commas",
        OptionKind.Path => "a path",
        OptionKind.Paths => "one or more paths",
        OptionKind.Choice => "one of " + string.Join(", ", Choices),
        OptionKind.List => "texts separated by commas",
        _ => "a value",
    } + (Range is null ? "" : " (" + Range + ")");
}
