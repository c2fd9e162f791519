using Curate.Core.Check;
using Curate.Core.Options;
using Spec = Curate.Core.Options.OptionSpec<Curate.Cli.Options.CheckChoices>;

namespace Curate.Cli.Options;

/// <summary>What <c>check</c> is told besides roles and levels: which checks, against what, and how to report.</summary>
internal sealed record CheckChoices
{
    /// <summary>Checks to run; empty = all.</summary>
    public IReadOnlyList<string> With { get; init; } = [];

    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Each use is a dataset of its own, or a saved profile state.</summary>
    public IReadOnlyList<string> Against { get; init; } = [];

    /// <summary>Files of rules.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Write rules that hold on the data.</summary>
    public bool Infer { get; init; }

    /// <summary>Print the JSON Schema of files of rules.</summary>
    public bool RulesSchema { get; init; }

    /// <summary>What rules on age take for now.</summary>
    public string? Now { get; init; }

    /// <summary>Where rows go that break rules.</summary>
    public string? Failures { get; init; }

    public string? Format { get; init; }

    public string? Output { get; init; }

    /// <summary>Further reports: <c>FILE</c> or <c>FORMAT=FILE</c>.</summary>
    public IReadOnlyList<string> Reports { get; init; } = [];

    public IReadOnlyList<string> FailOn { get; init; } = ["error"];

    public bool ExitZero { get; init; }

    /// <summary>Which checks run.</summary>
    public static IReadOnlyList<Spec> Which { get; } =
    [
        Spec.List("with", "Run these checks only, or all; curate methods check lists them.", static (o, v) => o with { With = v }, "those that train no model on the label"),
        Spec.List("without", "Leave these checks out.", static (o, v) => o with { Without = v }),
        Spec.Paths("against", "Another dataset (or NAME=PATH, or a state that profile --save-state wrote) to compare with; repeatable.", static (o, v) => o with { Against = v }),
    ];

    /// <summary>Rules.</summary>
    public static IReadOnlyList<Spec> OfRules { get; } =
    [
        Spec.Paths("rules", "File of rules (YAML); repeatable.", static (o, v) => o with { Rules = v }),
        Spec.Path("failures", "Write the rows that break rules here, as they are, with the names of the rules in a column _rules.", static (o, v) => o with { Failures = v }),
        Spec.Flag("infer", "Write rules that hold on the data, to -o or standard output, and check nothing.", static (o, v) => o with { Infer = v }),
        Spec.Flag("rules-schema", "Print the JSON Schema of files of rules, for editors, and stop.", static (o, v) => o with { RulesSchema = v }),
        Spec.Text("now", "What rules on age take for now: a date or a time (UTC).", static (o, v) => o with { Now = v }, "the clock"),
    ];

    /// <summary>What becomes of what was found.</summary>
    public static IReadOnlyList<Spec> Verdict { get; } =
    [
        Spec.List("fail-on", "Exit with code 1 after the report when there is a finding of this severity or above (note, warning, error) or with these codes, or a check that is not-measurable.", static (o, v) => o with { FailOn = v }, "error"),
        Spec.Flag("exit-zero", "Exit with code 0 whatever was found.", static (o, v) => o with { ExitZero = v }),
    ];

    /// <summary>Where reports go.</summary>
    public static IReadOnlyList<Spec> Report { get; } =
    [
        Spec.Choice("format", "How the report is written.", [.. CheckFormats.Names], static (o, v) => o with { Format = v }) with { Default = "by the name of -o, else text" },
        Spec.Path("output", "File to write the report to; - for standard output.", static (o, v) => o with { Output = v == "-" ? null : v }) with { Default = "-" },
        Spec.Paths("report", "Write the report to FILE.json, FILE.md, FILE.html, FILE.xml (JUnit), FILE.sarif or FORMAT=FILE, too; repeatable.", static (o, v) => o with { Reports = v }),
    ];

    public static IReadOnlyList<Spec> All { get; } = [.. Which, .. OfRules, .. Verdict, .. Report];
}
