using Curate.Core.Card;
using Curate.Core.Errors;
using Curate.Core.Options;
using Spec = Curate.Core.Options.OptionSpec<Curate.Cli.Options.CardChoices>;

namespace Curate.Cli.Options;

/// <summary>What <c>card</c> is told besides columns with a part: licences, human parts, format.</summary>
internal sealed record CardChoices
{
    /// <summary>What <see cref="Require"/> takes besides the names of human parts.</summary>
    public const string AllFields = "all";
    public const string Provenance = "provenance";
    public const string Commercial = "commercial";

    public string? Name { get; init; }

    public string? Split { get; init; }

    public string? Licence { get; init; }

    /// <summary>The licence that the dataset declares as a whole.</summary>
    public string? Declared { get; init; }

    /// <summary>An earlier card whose human parts are taken.</summary>
    public string? Answers { get; init; }

    public IReadOnlyList<string> Require { get; init; } = [];

    public string? Format { get; init; }

    public static IReadOnlyList<Spec> Roles { get; } =
    [
        Spec.Column("split", "Column that names the set of a row (train, test ...).", static (o, v) => o with { Split = v }) with { Role = true, Default = "split, where there is one" },
        Spec.Column("license-column", "Column with the licence of each row, to audit.", static (o, v) => o with { Licence = v }) with { Role = true },
    ];

    public static IReadOnlyList<Spec> Content { get; } =
    [
        Spec.Text("name", "Name of the dataset.", static (o, v) => o with { Name = v }, "the name of the input"),
        Spec.Text("license", "Licence that the dataset declares as a whole: an SPDX identifier or expression.", static (o, v) => o with { Declared = v }),
        Spec.Path("answers", "An earlier card (.md, .json) whose human parts are taken over.", static (o, v) => o with { Answers = v }) with { Default = "the card that -o replaces" },
        Spec.List("require", "Exit with code 1 after the card when these are wanting: names of human parts, all (of them), provenance (verified to the raw data), commercial (licences of all rows).", static (o, v) => o with { Require = Checked(v) }),
    ];

    public static Spec FormatOption { get; } =
        Spec.Choice("format", "How the card is written.", ["md", "html", "json", "croissant"], static (o, v) => o with { Format = v }) with { Default = "by the name of -o, else md" };

    public static IReadOnlyList<Spec> All { get; } = [.. Roles, .. Content, FormatOption];

    private static string[] Checked(string[] names)
    {
        string[] known = [AllFields, Provenance, Commercial, .. CardField.All.Select(static f => f.Name)];
        foreach (string name in names)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                string? nearest = NameSuggestions.Nearest(name, known);
                Fail.Usage($"--require takes {string.Join(", ", known)}, not {Fail.Show(name)}.", nearest is null ? null : $"Did you mean {nearest}?");
            }
        }

        return names;
    }
}
