using Curate.Core.Dedupe.Lines;
using Curate.Core.Text.Languages;

namespace Curate.Core.Select.Rules;

/// <summary>Judges one text after the other: what line rules cut, then rule by rule in the order of the book. One a thread.</summary>
internal sealed class TextJudge
{
    private readonly RuleSetup _setup;
    private readonly TextScan _scan;
    private readonly LineCutter _cutter;
    private readonly RepeatedRuns _runs = new();
    private readonly int _longestRun;
    private readonly LanguageReader _languages;
    private readonly UnitReader _sentences = new(TextUnit.Sentence, null, hashes: false);
    private readonly TextPiece[] _block = new TextPiece[256];
    private readonly (int Rule, double Limit)[] _rules;
    private readonly LowerText _lower = new();
    private Group _measured;
    private byte[] _left = [];

    public TextJudge(RuleSetup setup)
    {
        _setup = setup;
        _scan = new TextScan(setup);
        _cutter = new LineCutter(setup.Lines);
        _languages = new LanguageReader(setup.LanguageBytes);
        _rules = [.. Enumerable.Range(0, setup.Limits.Length).Where(r => !double.IsNaN(setup.Limits[r])).Select(r => (r, setup.Limits[r]))];
        for (int n = 2; n <= RepeatedRuns.Longest; n++)
        {
            _longestRun = setup.Wants(TextStatistic.TopBigram + n - 2) ? n : _longestRun;
        }
    }

    /// <summary>What is measured together.</summary>
    [Flags]
    private enum Group
    {
        None = 0,
        Scan = 1,
        Sentences = 2,
        Phrases = 4,
        Runs = 8,
        Language = 16,
    }

    /// <summary>The statistics of the last text; only those that were asked for are filled in.</summary>
    public double[] Values { get; } = new double[(int)TextStatistic.Count];

    /// <summary>The first rule that the last text breaks, or -1.</summary>
    public int First { get; private set; }

    /// <summary>Every rule that it breaks, a bit each; with <c>all</c> only.</summary>
    public ulong Broken { get; private set; }

    /// <summary>What line rules cut from it.</summary>
    public CutRow Cut => _cutter.Cut;

    /// <summary>Lines cut from it, by rule.</summary>
    public ReadOnlySpan<long> CutByRule => _cutter.ByRule;

    /// <summary>Judges a text of UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="all">Say every rule that it breaks, and not only the first.</param>
    public void Judge(ReadOnlySpan<byte> text, bool all)
    {
        _measured = Group.None;
        First = -1;
        Broken = 0;
        _cutter.Read(text);
        ReadOnlySpan<byte> left = Cut.Ranges.Count > 0 ? Left(text) : text;
        Values[(int)TextStatistic.LinesCut] = Cut.Units;
        Values[(int)TextStatistic.AnythingLeft] = _cutter.AnythingLeft ? 1 : 0;
        foreach ((int rule, double limit) in _rules)
        {
            Rule own = RuleBook.All[rule];
            Measure(own.Statistic, left);
            if (own.IsBroken(Values[(int)own.Statistic], limit))
            {
                First = First < 0 ? rule : First;
                Broken |= 1UL << rule;
                if (!all)
                {
                    break;
                }
            }
        }

        foreach (TextStatistic statistic in _setup.Statistics)
        {
            Measure(statistic, left);
        }
    }

    private void Measure(TextStatistic statistic, ReadOnlySpan<byte> text)
    {
        Group group = GroupOf(statistic);
        if ((_measured & group) == group)
        {
            return;
        }

        switch (group)
        {
            case Group.Scan:
                _scan.Read(text);
                SetCounts();
                break;
            case Group.Sentences:
                Values[(int)TextStatistic.Sentences] = Sentences(text);
                break;
            case Group.Phrases:
                Values[(int)TextStatistic.Phrases] = Phrases(text);
                break;
            case Group.Runs:
                if ((_measured & Group.Scan) == 0)
                {
                    Measure(TextStatistic.Words, text);
                }

                SetRuns();
                break;
            case Group.Language:
                SetLanguage(_languages.Read(text));
                break;
        }

        _measured |= group;
    }

    private static Group GroupOf(TextStatistic statistic) => statistic switch
    {
        TextStatistic.LinesCut or TextStatistic.AnythingLeft => Group.None,
        TextStatistic.Sentences => Group.Sentences,
        TextStatistic.Phrases => Group.Phrases,
        >= TextStatistic.TopBigram and <= TextStatistic.DuplicateTenGrams => Group.Runs,
        TextStatistic.Script or TextStatistic.ScriptShare or TextStatistic.Language or TextStatistic.LanguageScore or TextStatistic.LanguageWanted => Group.Language,
        _ => Group.Scan,
    };

    private void SetCounts()
    {
        TextScan scan = _scan;
        Set(TextStatistic.Words, scan.Words);
        Set(TextStatistic.Characters, scan.Characters);
        Set(TextStatistic.Lines, scan.Lines);
        Set(TextStatistic.Paragraphs, scan.Paragraphs);
        Set(TextStatistic.MeanWord, Ratio(scan.WordCharacters, scan.Words));
        Set(TextStatistic.Hashes, Ratio(scan.Hashes, scan.Words));
        Set(TextStatistic.Ellipses, Ratio(scan.Ellipses, scan.Words));
        Set(TextStatistic.BulletLines, Ratio(scan.BulletLines, scan.Lines));
        Set(TextStatistic.EllipsisLines, Ratio(scan.EllipsisLines, scan.Lines));
        Set(TextStatistic.AlphabeticWords, Ratio(scan.AlphabeticTokens, scan.AllTokens));
        Set(TextStatistic.Digits, Ratio(scan.Digits, scan.Visible));
        Set(TextStatistic.Symbols, Ratio(scan.Symbols, scan.Visible));
        Set(TextStatistic.Upper, Ratio(scan.Capitals, scan.Letters));
        Set(TextStatistic.StopWords, scan.DifferentStopWords);
        Set(TextStatistic.StopWordShare, Ratio(scan.StopWords, scan.Words));
        Set(TextStatistic.LongLines, scan.LongLines);
        Set(TextStatistic.TerminalLines, Ratio(scan.TerminalLines, scan.Lines));
        Set(TextStatistic.ShortLines, Ratio(scan.ShortLines, scan.Lines));
        Set(TextStatistic.LineBreaks, Ratio(scan.LineFeeds, scan.Words));
        Set(TextStatistic.DuplicateLines, Ratio(scan.DuplicateLines, scan.Lines));
        Set(TextStatistic.DuplicateParagraphs, Ratio(scan.DuplicateParagraphs, scan.Paragraphs));
        Set(TextStatistic.DuplicateLineCharacters, Ratio(scan.DuplicateLineCharacters, scan.LineCharacters));
        Set(TextStatistic.DuplicateParagraphCharacters, Ratio(scan.DuplicateParagraphCharacters, scan.LineCharacters));
    }

    private void SetRuns()
    {
        _runs.Measure(_scan.Tokens, _longestRun);
        for (int n = 2; n <= RepeatedRuns.Longest; n++)
        {
            // The most frequent run may overlap itself.
            Set(TextStatistic.TopBigram + n - 2, n <= 4 ? Math.Min(1, Ratio(_runs.Top[n], _scan.Collapsed)) : Ratio(_runs.Repeated[n], _scan.Collapsed));
        }
    }

    private void SetLanguage(LanguageGuess guess)
    {
        int language = LanguageReader.IndexOf(guess.Language);
        Set(TextStatistic.Script, (int)guess.Script);
        Set(TextStatistic.ScriptShare, _setup.Scripts.Count == 0 ? guess.ScriptShare : _languages.ShareOf(_setup.Scripts));
        Set(TextStatistic.Language, language);
        Set(TextStatistic.LanguageScore, guess.Score);
        Set(TextStatistic.LanguageWanted, _setup.LanguageIndices.Contains(language) ? 1 : 0);
    }

    private long Sentences(ReadOnlySpan<byte> text)
    {
        long sentences = 0;
        _sentences.Open();
        for (int read = _sentences.Read(text, _block); read > 0; read = _sentences.Read(text, _block))
        {
            sentences += read;
        }

        return sentences;
    }

    private int Phrases(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> lower = _lower.Of(text);
        int found = 0;
        foreach (byte[] phrase in _setup.Without)
        {
            found += lower.IndexOf(phrase) >= 0 ? 1 : 0;
        }

        return found;
    }

    private ReadOnlySpan<byte> Left(ReadOnlySpan<byte> text)
    {
        int length = text.Length - (int)Cut.Bytes;
        if (_left.Length < length || _left.Length > Math.Max(1 << 20, length * 4))
        {
            _left = new byte[length];
        }

        Cut.CopyLeft(text, _left);
        return _left.AsSpan(0, length);
    }

    private void Set(TextStatistic statistic, double value) => Values[(int)statistic] = value;

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
