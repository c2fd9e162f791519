using Curate.Core.Where;

namespace Curate.Core.Check.Rules;

/// <summary>One rule of a file, read and validated.</summary>
public abstract record Rule
{
    protected Rule(RuleReader reader)
    {
        Kind = reader.Kind;
        File = reader.File;
        Line = reader.Line;
        GivenName = reader.Text("name");
        Comment = reader.Text("comment");
        Severity = reader.Choice("severity", "error") switch { "warning" => Severity.Warning, "note" => Severity.Note, _ => Severity.Error };
        if (Kind.JudgesRows)
        {
            if (reader.Has("tolerance") && reader.Has("at-least"))
            {
                reader.At("at-least", "tolerance and at-least say the same thing twice.", "Keep one of them.");
            }

            Tolerance = reader.Share("at-least") is { } least ? 1 - least : reader.Share("tolerance");
        }

        Where = Kind.TakesWhere ? reader.Condition("where") : null;
    }

    public RuleKind Kind { get; }

    /// <summary>The name in the file, or null.</summary>
    public string? GivenName { get; }

    public string? Comment { get; }

    public Severity Severity { get; }

    /// <summary>Share of rows that may break it; null = what the run says.</summary>
    public double? Tolerance { get; }

    /// <summary>Only rows for which it holds are looked at.</summary>
    public WhereExpression? Where { get; }

    /// <summary>Where it stands.</summary>
    public string File { get; }

    public int Line { get; }

    /// <summary>Further files that it reads.</summary>
    public virtual IReadOnlyList<string> Files => [];

    /// <summary>What it says depends on what time it is.</summary>
    public virtual bool AsksForTime => false;

    /// <summary>Column lists that it names; one that does not exist is a finding, not an error of the command line.</summary>
    internal abstract IReadOnlyList<string> Items { get; }

    /// <summary>Starts it on the columns that its lists mean: one run for each column, or one for all.</summary>
    /// <param name="start">The pass.</param>
    /// <param name="columns">What <see cref="Items"/> mean.</param>
    internal abstract IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns);
}
