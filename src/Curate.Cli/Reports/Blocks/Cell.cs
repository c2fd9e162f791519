namespace Curate.Cli.Reports.Blocks;

/// <summary>A cell of a table: a text, a bar or a little histogram.</summary>
internal readonly record struct Cell(string Text, Tone Tone = Tone.Plain)
{
    public Bar? Bar { get; init; }

    /// <summary>Heights of a little histogram.</summary>
    public IReadOnlyList<double>? Spark { get; init; }

    public static implicit operator Cell(string text) => new(text);
}
