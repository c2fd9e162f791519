using System.Text;
using Curate.Core.Errors;
using Curate.Core.Text.Languages;

namespace Curate.Core.Select.Rules;

/// <summary>Options of <c>select --method rules</c>; what is null follows from the presets.</summary>
public sealed record RulesOptions
{
    /// <summary>The column of the text.</summary>
    public string? Text { get; init; }

    /// <summary>Names of presets; of two limits the stricter one holds.</summary>
    public IReadOnlyList<string> Presets { get; init; } = [];

    /// <summary>Limits given by themselves, by the reason of their rule; they go before those of presets.</summary>
    public IReadOnlyDictionary<string, double> Limits { get; init; } = new Dictionary<string, double>();

    /// <summary>Reasons of rules, and names of line rules, that are left out.</summary>
    public IReadOnlyList<string> Off { get; init; } = [];

    public IReadOnlyList<string>? StopWords { get; init; }

    public IReadOnlyList<string>? Without { get; init; }

    public bool? LineTerminal { get; init; }

    public long? LineMinWords { get; init; }

    public long? LineMaxWord { get; init; }

    public IReadOnlyList<string>? LineWithout { get; init; }

    public int ShortLine { get; init; } = 30;

    public int LongLine { get; init; } = 200;

    public IReadOnlyList<string> Scripts { get; init; } = [];

    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>Bytes of a text that its language is told by; 0 = all.</summary>
    public int LanguageBytes { get; init; } = 2048;

    /// <summary>Keep every text as it is and say in a column which rules it breaks.</summary>
    public bool Mark { get; init; }

    /// <summary>Statistics that become columns, or <c>all</c>.</summary>
    public IReadOnlyList<string> Statistics { get; init; } = [];

    /// <summary>The limits that hold, by place in the <see cref="RuleBook"/>; NaN where a rule is off.</summary>
    internal double[] Resolved()
    {
        double[] limits = [.. RuleBook.All.Select(static _ => double.NaN)];
        foreach (RulePreset preset in PresetsNamed)
        {
            foreach ((string reason, double limit) in preset.Limits)
            {
                int rule = RuleBook.IndexOf(reason);
                limits[rule] = double.IsNaN(limits[rule]) ? limit : RuleBook.All[rule].AtLeast ? Math.Max(limits[rule], limit) : Math.Min(limits[rule], limit);
            }
        }

        void Default(string reason, double limit, bool when)
        {
            int rule = RuleBook.IndexOf(reason);
            limits[rule] = when && double.IsNaN(limits[rule]) ? limit : limits[rule];
        }

        bool languages = LanguagesNamed.Count > 0 && !Off.Contains(RuleBook.LanguageReason, StringComparer.Ordinal);
        Default(RuleBook.PhraseReason, 0, WithoutNamed.Count > 0);
        Default(RuleBook.ScriptReason, 0.9, Scripts.Count > 0);
        Default(RuleBook.LanguageReason, 1, languages);
        Default("unsure-language", 0.65, languages);
        Default(RuleBook.NothingLeftReason, 1, LinesNamed.Any);
        foreach ((string reason, double limit) in Limits)
        {
            limits[RuleBook.IndexOf(reason)] = limit;
        }

        for (int rule = 0; rule < limits.Length; rule++)
        {
            limits[rule] = Off.Contains(RuleBook.All[rule].Reason, StringComparer.Ordinal) ? double.NaN : limits[rule];
        }

        return limits;
    }

    private IEnumerable<RulePreset> PresetsNamed => Presets.Select(static name => RulePreset.All.First(p => p.Name == name));

    private IReadOnlyList<string> WithoutNamed => Without ?? [.. PresetsNamed.SelectMany(static p => p.Without).Distinct()];

    private IReadOnlyList<string> LanguagesNamed => Languages ?? [.. PresetsNamed.SelectMany(static p => p.Languages).Distinct()];

    private LineRules LinesNamed
    {
        get
        {
            RulePreset[] presets = [.. PresetsNamed];
            bool Has(string name) => !Off.Contains(name, StringComparer.Ordinal);
            long longest = presets.Select(static p => p.LineMaxWord).Where(static w => w > 0).DefaultIfEmpty(0).Min();
            return new LineRules(
                Has(LineRules.TerminalName) && (LineTerminal ?? presets.Any(static p => p.LineTerminal)),
                Has(LineRules.WordsName) ? LineMinWords ?? presets.Select(static p => p.LineMinWords).DefaultIfEmpty(0).Max() : 0,
                Has(LineRules.LongWordName) ? LineMaxWord ?? longest : 0,
                Has(LineRules.PhraseName) ? Bytes(LineWithout ?? [.. presets.SelectMany(static p => p.LineWithout).Distinct()]) : []);
        }
    }

    /// <summary>Refuses options without a meaning.</summary>
    internal void Validate()
    {
        Each(Presets, "preset", [.. RulePreset.All.Select(static p => p.Name)]);
        Each(Off, "off", [.. RuleBook.All.Select(static r => r.Reason), .. LineRules.Names]);
        Each(Languages ?? [], "language", LanguageReader.Codes);
        Each(Scripts, "script", ScriptNames);
        Each(Statistics, "statistics", ["all", .. RuleBook.Columns.Select(static c => c.Name)]);
        double[] limits = Resolved();
        if (limits.All(double.IsNaN) && Statistics.Count == 0)
        {
            Fail.Usage("No rule is given.", "Pass --preset gopher, --preset c4 or --preset fineweb, or single rules such as --min-words 50; --statistics all measures texts without judging.");
        }

        Ordered(limits, "too-few-words", "too-many-words");
        Ordered(limits, "too-few-characters", "too-many-characters");
        Ordered(limits, "words-too-short", "words-too-long");
    }

    /// <summary>What a run needs.</summary>
    /// <param name="column">The column of the text, checked.</param>
    internal RuleSetup Setup(string column) => new()
    {
        Column = column,
        Limits = Resolved(),
        StopWords = StopWords ?? RuleSetup.GopherStopWords,
        Without = Bytes(WithoutNamed),
        ShortLine = ShortLine,
        LongLine = LongLine,
        Lines = LinesNamed,
        Scripts = [.. Scripts.Select(Enum.Parse<TextScript>)],
        Languages = LanguagesNamed,
        LanguageBytes = LanguageBytes,
        Mark = Mark,
        Statistics = Statistics.Contains("all", StringComparer.Ordinal)
            ? [.. RuleBook.Columns.Select(static c => c.Statistic)]
            : [.. RuleBook.Columns.Where(c => Statistics.Contains(c.Name, StringComparer.Ordinal)).Select(static c => c.Statistic)],
    };

    private static IReadOnlyList<string> ScriptNames => [.. Enum.GetNames<TextScript>().Where(static n => n is not ("None" or "Other"))];

    private static void Each(IReadOnlyList<string> given, string option, IReadOnlyList<string> known)
    {
        foreach (string name in given)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                string? nearest = NameSuggestions.Nearest(name, known);
                Fail.Usage($"--{option} does not know {Fail.Show(name)}.", nearest is null ? "It takes " + string.Join(", ", known) + "." : $"Did you mean {nearest}?");
            }
        }
    }

    private static void Ordered(double[] limits, string least, string most)
    {
        double low = limits[RuleBook.IndexOf(least)];
        double high = limits[RuleBook.IndexOf(most)];
        if (low > high)
        {
            Rule one = RuleBook.All[RuleBook.IndexOf(least)];
            Rule other = RuleBook.All[RuleBook.IndexOf(most)];
            Fail.Usage($"--{one.Option} {Options.NumberText.Of(low)} and --{other.Option} {Options.NumberText.Of(high)} leave no text.", $"Lower --{one.Option}, raise --{other.Option}, or leave one out with --off.");
        }
    }

    private static IReadOnlyList<byte[]> Bytes(IReadOnlyList<string> phrases) =>
        [.. phrases.Select(static p => Encoding.UTF8.GetBytes(string.Concat(p.Select(static c => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c))))];
}
