using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Select.Rules;

/// <summary><c>select --method rules</c>: texts that keep rules of quality, in the forms of C4, Gopher and FineWeb.</summary>
internal static class RulesMethod
{
    public static MethodEntry Entry => new MethodEntry<RulesOptions>("select", "rules",
        "Keeps texts that keep rules of quality: length, words, lines, symbols, repetition, script, language; in the forms of C4, Gopher and FineWeb, or one by one.",
        MethodTraits.KeepsOrder | MethodTraits.Shardable | MethodTraits.MakesUp | MethodTraits.Idempotent)
    {
        Memory = "nothing a row in one pass; with line rules, --mark, --statistics, --removed, --explain and in shards 24 bytes a row that leaves, a few bytes a cut and 8 bytes a row and statistic, in scratch beyond --memory; a worker about 100 bytes a token of its longest text under rules of repetition",
        Passes = "1, and the copy with line rules, --mark, --statistics or --removed",
        Source = "Raffel et al. 2020, section 2.2 (C4); Rae et al. 2021, section A.1.1 and table A1 (Gopher); Penedo et al. 2024, section 3.6 (FineWeb); Cavnar and Trenkle 1994 and Dunning 1994 (language by character n-grams)",
        Usage = "curate select examples/near-duplicates/notes.jsonl --method rules --text text --min-words 10 -o good.jsonl",
        Defaults = new RulesOptions(),
        DropReasons = [.. RuleBook.All.Select(static r => r.Reason)],
        Options =
        [
            OptionSpec<RulesOptions>.Column("text", "Text column whose tokens count.", (o, v) => o with { Text = v }) with { Role = true, Required = true },
            OptionSpec<RulesOptions>.List("preset", "Published rules under one name: " + string.Join(", ", RulePreset.All.Select(static p => p.Name)) + "; of two limits the stricter one holds.", (o, v) => o with { Presets = v }),
            .. RuleBook.All.Where(static r => r.Option.Length > 0).Select(Limit),
            OptionSpec<RulesOptions>.List("without", "Phrases that a text must not have, whatever their case in ASCII.", (o, v) => o with { Without = v }),
            OptionSpec<RulesOptions>.List("stop-words", "The words of --min-stop-words and --min-stop-word-share.", (o, v) => o with { StopWords = v }, string.Join(',', RuleSetup.GopherStopWords)),
            OptionSpec<RulesOptions>.Whole("short-line", "Characters of a line that is short.", (o, v) => o with { ShortLine = (int)v }, 30, 1, 1_000_000),
            OptionSpec<RulesOptions>.Whole("long-line", "Characters of a line that is long.", (o, v) => o with { LongLine = (int)v }, 200, 1, 1_000_000),
            OptionSpec<RulesOptions>.Flag("line-terminal", "Cut lines that do not end as sentences do, or end with an ellipsis.", (o, v) => o with { LineTerminal = v }),
            OptionSpec<RulesOptions>.Whole("line-min-words", "Cut lines with fewer words.", (o, v) => o with { LineMinWords = v }, null, 0, 1_000_000),
            OptionSpec<RulesOptions>.Whole("line-max-word", "Cut lines with a longer word, in characters; 0 = none.", (o, v) => o with { LineMaxWord = v }, null, 0, 1_000_000_000),
            OptionSpec<RulesOptions>.List("line-without", "Cut lines with one of these phrases, whatever their case in ASCII.", (o, v) => o with { LineWithout = v }),
            OptionSpec<RulesOptions>.List("script", "Scripts that letters must be of, such as Latin or Cyrillic.", (o, v) => o with { Scripts = v }),
            OptionSpec<RulesOptions>.List("language", "Languages that a text may be in, by codes such as en.", (o, v) => o with { Languages = v }),
            OptionSpec<RulesOptions>.Size("language-bytes", "Bytes of a text, spread over it, that its script and language are told by; 0 = all of it.", (o, v) => o with { LanguageBytes = (int)v }, 2048, 0, int.MaxValue),
            OptionSpec<RulesOptions>.List("off", "Rules of presets to leave out, by their reasons or the names of line rules.", (o, v) => o with { Off = v }),
            OptionSpec<RulesOptions>.Flag("mark", "Keep all rows as they are and add _rules, the rules that a text breaks.", (o, v) => o with { Mark = v }),
            OptionSpec<RulesOptions>.List("statistics", "Statistics to add as columns, or all.", (o, v) => o with { Statistics = v }),
        ],
        Validate = static options => options.Validate(),
        Resolved = static options => Resolved(options),
        Start = static (options, request) => StartRules(options, request),
        Example = static table => new RulesOptions { Text = table.Text, Limits = new Dictionary<string, double> { ["too-few-words"] = 5, ["duplicate-lines"] = 0.5, ["top-2-gram"] = 0.4 } },
    };

    private static OptionSpec<RulesOptions> Limit(Rule rule)
    {
        RulesOptions Set(RulesOptions o, double v) => o with { Limits = new SortedDictionary<string, double>(o.Limits.ToDictionary(), StringComparer.Ordinal) { [rule.Reason] = v } };
        return rule.IsWhole ? OptionSpec<RulesOptions>.Whole(rule.Option, rule.Help, (o, v) => Set(o, v), null, 0)
            : rule.IsShare ? OptionSpec<RulesOptions>.Fraction(rule.Option, rule.Help, Set)
            : OptionSpec<RulesOptions>.Number(rule.Option, rule.Help, Set, null, 0);
    }

    private static Dictionary<string, string?> Resolved(RulesOptions options)
    {
        var resolved = new Dictionary<string, string?>(StringComparer.Ordinal);
        double[] limits = options.Resolved();
        for (int rule = 0; rule < limits.Length; rule++)
        {
            if (RuleBook.All[rule].Option.Length > 0 && !double.IsNaN(limits[rule]))
            {
                resolved[RuleBook.All[rule].Option] = NumberText.Of(limits[rule]);
            }
        }

        return resolved;
    }

    private static MethodStart StartRules(RulesOptions options, StartRequest request)
    {
        string column = request.Column(options.Text!);
        if (request.Inputs.Main.Schema.IndexOf(column) is >= 0 and var at && request.Inputs.Main.Schema[at].Kind is { } kind && kind != ColumnKind.Text)
        {
            Fail.Usage($"Rules judge texts, and column '{column}' is of kind {ValueText.NameOf(kind)}.", "Name a text column with --text COL.");
        }

        RuleSetup setup = options.Setup(column);
        return setup.Mark || setup.Lines.Any || setup.Statistics.Count > 0 || request.NeedsPlan
            ? MethodStart.With(new RulesPlanner(setup, request.Inputs.Main, request.Context))
            : MethodStart.With(new RulesFilter(setup));
    }
}
