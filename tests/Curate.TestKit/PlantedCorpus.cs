using System.Globalization;
using System.Text;

namespace Curate.TestKit;

/// <summary>
/// Random texts with copies that were changed in known ways and by a random amount, so that similarities of pairs spread from nothing to one.
/// Words follow a Zipf law over made-up syllables; two originals share no more than chance gives. The same seed gives the same corpus for ever.
/// </summary>
public static class PlantedCorpus
{
    private static readonly string[] s_starts = ["b", "br", "c", "d", "f", "fl", "g", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v"];
    private static readonly string[] s_vowels = ["a", "e", "i", "o", "u", "ai", "ea", "ou"];
    private static readonly string[] s_ends = ["", "n", "r", "s", "l", "t", "nd", "rk"];
    private static readonly string[] s_words = [.. Enumerable.Range(0, 6000).Select(Word)];

    private const string Notice = "This page and all of its contents are provided as they are, without a warranty of any kind, and may be copied where this notice is kept. ";

    /// <summary>Originals, each followed by its copy.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="pairs">Originals; there are twice as many texts.</param>
    /// <param name="kinds">Kinds of changes, taken in turn; all when left out.</param>
    public static List<PlantedText> Pairs(ulong seed, int pairs, params PlantedKind[] kinds)
    {
        kinds = kinds.Length == 0 ? Enum.GetValues<PlantedKind>() : kinds;
        SplitMix64 draws = new(seed);
        List<PlantedText> texts = new(2 * pairs);
        for (int i = 0; i < pairs; i++)
        {
            PlantedKind kind = kinds[i % kinds.Length];
            string original = kind == PlantedKind.Unspaced ? Characters(draws, draws.Between(60, 160)) : Sentences(draws, draws.Between(4, 12));
            texts.Add(new PlantedText(original, -1, kind));
            texts.Add(new PlantedText(Changed(draws, original, kind), texts.Count - 1, kind));
        }

        return texts;
    }

    /// <summary>Sentences of random words.</summary>
    public static string Sentences(SplitMix64 draws, int sentences)
    {
        StringBuilder text = new();
        for (int s = 0; s < sentences; s++)
        {
            int words = draws.Between(6, 14);
            for (int w = 0; w < words; w++)
            {
                string word = Draw(draws);
                text.Append(w == 0 ? char.ToUpperInvariant(word[0]) + word[1..] : word).Append(w + 1 < words ? w % 5 == 4 ? ", " : " " : ". ");
            }
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>A copy of a text, changed by a random amount.</summary>
    public static string Changed(SplitMix64 draws, string text, PlantedKind kind) => kind switch
    {
        PlantedKind.Edited => Edited(draws, text, draws.Unit() * 0.08),
        PlantedKind.Reordered => Reordered(draws, text),
        PlantedKind.Boilerplate => Notice + text + " " + Notice,
        PlantedKind.Template => Renamed(draws, text),
        PlantedKind.Truncated => text[..(int)(text.Length * (0.5 + (0.5 * draws.Unit())))],
        PlantedKind.Cased => text.ToUpperInvariant().Replace(". ", " ...  ", StringComparison.Ordinal).Replace(" ", "  ", StringComparison.Ordinal),
        PlantedKind.Scanned => Scanned(draws, text, draws.Unit() * 0.02),
        _ => Replaced(draws, text, draws.Unit() * 0.1),
    };

    private static string Edited(SplitMix64 draws, string text, double rate)
    {
        List<string> words = [];
        foreach (string word in text.Split(' '))
        {
            if (!draws.Chance(rate))
            {
                words.Add(word);
                continue;
            }

            switch (draws.Below(3))
            {
                case 0:
                    words.Add(Draw(draws));
                    break;
                case 1:
                    words.Add(word);
                    words.Add(Draw(draws));
                    break;
            }
        }

        return string.Join(' ', words);
    }

    private static string Reordered(SplitMix64 draws, string text)
    {
        string[] sentences = text.Split(". ");
        for (int swaps = draws.Between(1, 3); swaps > 0; swaps--)
        {
            int a = draws.Below(sentences.Length);
            int b = draws.Below(sentences.Length);
            (sentences[a], sentences[b]) = (sentences[b], sentences[a]);
        }

        return string.Join(". ", sentences);
    }

    private static string Renamed(SplitMix64 draws, string text)
    {
        string[] words = text.Split(' ');
        string old = draws.Pick(words);
        string name = Draw(draws) + "-" + draws.Below(100).ToString(CultureInfo.InvariantCulture);
        return string.Join(' ', words.Select(w => w == old ? name : w));
    }

    private static string Scanned(SplitMix64 draws, string text, double rate)
    {
        StringBuilder scanned = new(text);
        for (int i = 0; i < scanned.Length; i++)
        {
            if (draws.Chance(rate))
            {
                scanned[i] = scanned[i] switch { 'l' => '1', 'o' => '0', 'e' => 'c', 'n' => 'm', 't' => 'f', 'a' => 'o', char c => c };
            }
        }

        return scanned.ToString();
    }

    private static string Replaced(SplitMix64 draws, string text, double rate) => string.Concat(text.Select(c => draws.Chance(rate) ? (char)(0x4E00 + draws.Below(3000)) : c));

    private static string Characters(SplitMix64 draws, int count) => string.Concat(Enumerable.Range(0, count).Select(i => i % 17 == 16 ? '\u3002' : (char)(0x4E00 + draws.Below(3000))));

    private static string Draw(SplitMix64 draws)
    {
        // The square of a uniform number leans to the front: common words come often.
        double u = draws.Unit();
        return s_words[(int)(u * u * s_words.Length)];
    }

    private static string Word(int number)
    {
        SplitMix64 draws = new((ulong)number + 77);
        StringBuilder word = new();
        for (int syllables = draws.Between(1, 3); syllables > 0; syllables--)
        {
            word.Append(draws.Pick(s_starts)).Append(draws.Pick(s_vowels)).Append(draws.Pick(s_ends));
        }

        return word.ToString();
    }
}
