using Curate.Core.Hashing;
using Curate.Core.Text.Languages;

namespace Curate.Core.Select.Rules;

/// <summary>Everything that judging a text needs to know: the options with presets and defaults filled in. Shared by all threads.</summary>
internal sealed class RuleSetup
{
    /// <summary>The stop words of Gopher (Rae et al. 2021, A.1.1).</summary>
    public static readonly string[] GopherStopWords = ["the", "be", "to", "of", "and", "that", "have", "with"];

    public required string Column { get; init; }

    /// <summary>By place in the <see cref="RuleBook"/>; NaN where a rule is off.</summary>
    public required double[] Limits { get; init; }

    public required IReadOnlyList<string> StopWords { get; init; }

    /// <summary>Phrases that a text must not have, lower-case ASCII.</summary>
    public required IReadOnlyList<byte[]> Without { get; init; }

    public required int ShortLine { get; init; }

    public required int LongLine { get; init; }

    public required LineRules Lines { get; init; }

    public required IReadOnlyList<TextScript> Scripts { get; init; }

    public required IReadOnlyList<string> Languages { get; init; }

    public required int LanguageBytes { get; init; }

    public required bool Mark { get; init; }

    /// <summary>Statistics that become columns.</summary>
    public required IReadOnlyList<TextStatistic> Statistics { get; init; }

    /// <summary>Hashes of the stop words in lower case, and how long they are at most.</summary>
    public (HashSet<ulong> Hashes, int Longest) StopWordHashes
    {
        get
        {
            if (field.Hashes is null)
            {
                byte[][] words = [.. StopWords.Select(static w => System.Text.Encoding.UTF8.GetBytes(w.ToLowerInvariant()))];
                field = ([.. words.Select(static w => Hash64.Of(w))], words.Select(static w => w.Length).DefaultIfEmpty(0).Max());
            }

            return field;
        }
    }

    /// <summary>Codes of the wanted languages as indices of <see cref="LanguageReader.Codes"/>.</summary>
    public HashSet<int> LanguageIndices => field ??= [.. Languages.Select(static l => LanguageReader.IndexOf(l))];

    /// <summary>Whether a rule or a column asks for any of these statistics.</summary>
    public bool Wants(params ReadOnlySpan<TextStatistic> statistics)
    {
        foreach (TextStatistic statistic in statistics)
        {
            if (Statistics.Contains(statistic))
            {
                return true;
            }

            for (int rule = 0; rule < Limits.Length; rule++)
            {
                if (!double.IsNaN(Limits[rule]) && RuleBook.All[rule].Statistic == statistic)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The same with every statistic measured, for explanations.</summary>
    public RuleSetup Everything() => new()
    {
        Column = Column,
        Limits = Limits,
        StopWords = StopWords,
        Without = Without,
        ShortLine = ShortLine,
        LongLine = LongLine,
        Lines = Lines,
        Scripts = Scripts,
        Languages = Languages,
        LanguageBytes = LanguageBytes,
        Mark = Mark,
        Statistics = [.. RuleBook.Columns.Select(static c => c.Statistic)],
    };
}
