using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Curate.Core.Text.Languages;

/// <summary>
/// Tells the script and language of texts. The script is that of most letters. Where it leaves several languages, runs of one to four letters vote
/// (<see cref="LanguageTable"/>): a naive Bayes classifier in whole numbers, after Cavnar and Trenkle 1994 and Dunning 1994. One reader a thread; O(letters),
/// about 200 kB for the tables that all readers share.
/// </summary>
/// <param name="mostBytes">Bytes that are looked at, in four pieces spread evenly over a longer text; 0 = all of it.</param>
public sealed class LanguageReader(int mostBytes)
{
    /// <summary>The code of a text without letters, or in a script that is not known.</summary>
    public const string Undetermined = "und";

    /// <summary>
    /// Runs overlap, so a sum of their logarithms is too sure of itself; this share of it makes the likeliest probabilities of held-out texts.
    /// </summary>
    private const double Calibration = 0.15;

    private const int Pieces = 4;
    private const int Scripts = (int)TextScript.Other + 1;

    /// <summary>Languages that their script tells.</summary>
    private static readonly string?[] s_alone = Alone();

    private static readonly string[] s_codes = MakeCodes();

    private readonly int[] _letters = new int[Scripts];
    private readonly long[] _votes = new long[LanguageTable.Lanes];

    /// <summary>Every code that can come out, in ordinal order.</summary>
    public static IReadOnlyList<string> Codes => s_codes;

    /// <summary>Place of a code in <see cref="Codes"/>; negative where it is none.</summary>
    public static int IndexOf(string code) => Array.BinarySearch(s_codes, code, StringComparer.Ordinal);

    /// <summary>Share of the letters of the last text that are of one of these scripts; 0 without letters.</summary>
    public double ShareOf(IReadOnlyList<TextScript> scripts)
    {
        long total = 0;
        long own = 0;
        for (int s = 1; s < Scripts; s++)
        {
            total += _letters[s];
            own += scripts.Contains((TextScript)s) ? _letters[s] : 0;
        }

        return total == 0 ? 0 : (double)own / total;
    }

    /// <summary>Reads a text of UTF-8.</summary>
    public LanguageGuess Read(ReadOnlySpan<byte> text)
    {
        Array.Clear(_letters);
        if (mostBytes == 0 || text.Length <= mostBytes)
        {
            CountScripts(text);
        }
        else
        {
            for (int piece = 0; piece < Pieces; piece++)
            {
                CountScripts(Piece(text, piece));
            }
        }

        TextScript script = TextScript.None;
        long total = 0;
        for (int s = 1; s < Scripts; s++)
        {
            total += _letters[s];
            script = _letters[s] > (script == TextScript.None ? 0 : _letters[(int)script]) ? (TextScript)s : script;
        }

        if (total == 0)
        {
            return new LanguageGuess(TextScript.None, 0, Undetermined, 0);
        }

        double share = (double)_letters[(int)script] / total;
        if (script is TextScript.Han or TextScript.Kana)
        {
            // Japanese mixes both; a text with one Kana in ten of these letters is no Chinese one.
            int kana = _letters[(int)TextScript.Kana];
            int han = _letters[(int)TextScript.Han];
            return new LanguageGuess(script, share, (long)kana * 10 >= kana + (long)han ? "ja" : "zh", 1);
        }

        if (s_alone[(int)script] is { } only)
        {
            return new LanguageGuess(script, share, only, 1);
        }

        if (LanguageTable.Of(script) is not { } table)
        {
            return new LanguageGuess(script, share, Undetermined, 0);
        }

        Array.Clear(_votes);
        if (mostBytes == 0 || text.Length <= mostBytes)
        {
            Vote(text, table);
        }
        else
        {
            for (int piece = 0; piece < Pieces; piece++)
            {
                Vote(Piece(text, piece), table);
            }
        }

        return Best(table, script, share);
    }

    /// <summary>One of the pieces of a long text, from one character to another.</summary>
    private ReadOnlySpan<byte> Piece(ReadOnlySpan<byte> text, int piece)
    {
        int length = mostBytes / Pieces;
        int start = (int)((long)(text.Length - length) * piece / (Pieces - 1));
        int end = start + length;
        while (start < text.Length && (text[start] & 0xC0) == 0x80)
        {
            start++;
        }

        while (end < text.Length && (text[end] & 0xC0) == 0x80)
        {
            end++;
        }

        return text[Math.Min(start, end)..end];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountScripts(ReadOnlySpan<byte> text)
    {
        int latin = 0;
        int[] letters = _letters;
        for (int at = 0; at < text.Length;)
        {
            byte b = text[at];
            if (b < 0x80)
            {
                latin += (uint)((b | 0x20) - 'a') < 26 ? 1 : 0;
                at++;
                continue;
            }

            uint entry = Decode(text, ref at);
            letters[entry >> 24] += entry >> 24 != 0 ? 1 : 0;
        }

        letters[(int)TextScript.Latin] += latin;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Vote(ReadOnlySpan<byte> text, LanguageTable table)
    {
        // Rows of 48 weights as three vectors, whatever the width of the processor's; sums of whole numbers are the same on all.
        ref short weights = ref MemoryMarshal.GetArrayDataReference(table.Weights);
        Vector256<short> first = default;
        Vector256<short> second = default;
        Vector256<short> third = default;
        ulong key = 1;
        bool inside = false;
        int added = 0;
        uint[] ascii = ScriptTable.Ascii;
        for (int at = 0; at <= text.Length;)
        {
            int letter = 0;
            if (at < text.Length)
            {
                uint entry = text[at] < 0x80 ? ascii[text[at++]] : Decode(text, ref at);
                letter = ScriptTable.LowerOf(entry);
                letter = letter < 1 << LanguageTable.LetterBits ? letter : 0;
            }
            else
            {
                at++;
            }

            if (letter == 0 && !inside)
            {
                continue;
            }

            // Runs of one to four characters end here; the boundary itself is a character of them but no run by itself. The run that is the whole key
            // begins the word, and there is none before it.
            key = LanguageTable.Append(inside ? key : 1, letter == 0 ? 1 : letter);
            for (int bits = letter == 0 ? 2 * LanguageTable.LetterBits : LanguageTable.LetterBits; bits <= 4 * LanguageTable.LetterBits; bits += LanguageTable.LetterBits)
            {
                ulong run = key & ((1UL << bits) - 1);
                int row = table[run];
                if (row >= 0)
                {
                    ref short from = ref Unsafe.Add(ref weights, row);
                    first += Vector256.LoadUnsafe(ref from);
                    second += Vector256.LoadUnsafe(ref from, 16);
                    third += Vector256.LoadUnsafe(ref from, 32);
                }

                if (run == key)
                {
                    break;
                }
            }

            // Weights are below 64, so 400 additions fit 16 bits.
            inside = letter != 0;
            if ((added += 4) >= 400)
            {
                Flush(first, second, third);
                first = second = third = default;
                added = 0;
            }
        }

        Flush(first, second, third);
    }

    private void Flush(Vector256<short> first, Vector256<short> second, Vector256<short> third)
    {
        for (int lane = 0; lane < Vector256<short>.Count; lane++)
        {
            _votes[lane] += first[lane];
            _votes[lane + 16] += second[lane];
            _votes[lane + 32] += third[lane];
        }
    }

    private LanguageGuess Best(LanguageTable table, TextScript script, double share)
    {
        int best = 0;
        for (int l = 1; l < table.Languages.Count; l++)
        {
            best = _votes[l] > _votes[best] ? l : best;
        }

        double sum = 0;
        for (int l = 0; l < table.Languages.Count; l++)
        {
            sum += Numerics.PortableMath.Exp((_votes[l] - _votes[best]) * (Calibration / 10));
        }

        return new LanguageGuess(script, share, table.Languages[best], 1 / sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Decode(ReadOnlySpan<byte> text, ref int at)
    {
        OperationStatus status = Rune.DecodeFromUtf8(text[at..], out Rune rune, out int used);
        at += used;
        return status == OperationStatus.Done ? ScriptTable.EntryOf(rune.Value) : 0;
    }

    private static string?[] Alone()
    {
        var alone = new string?[Scripts];
        foreach ((TextScript script, string language) in new[]
        {
            (TextScript.Greek, "el"), (TextScript.Armenian, "hy"), (TextScript.Thaana, "dv"), (TextScript.Bengali, "bn"), (TextScript.Gurmukhi, "pa"),
            (TextScript.Gujarati, "gu"), (TextScript.Oriya, "or"), (TextScript.Tamil, "ta"), (TextScript.Telugu, "te"), (TextScript.Kannada, "kn"),
            (TextScript.Malayalam, "ml"), (TextScript.Sinhala, "si"), (TextScript.Thai, "th"), (TextScript.Lao, "lo"), (TextScript.Tibetan, "bo"),
            (TextScript.Myanmar, "my"), (TextScript.Georgian, "ka"), (TextScript.Hangul, "ko"), (TextScript.Khmer, "km"),
        })
        {
            alone[(int)script] = language;
        }

        return alone;
    }

    private static string[] MakeCodes() =>
    [
        .. s_alone.OfType<string>().Concat(["ja", "zh", Undetermined])
            .Concat(Enum.GetValues<TextScript>().SelectMany(static s => LanguageTable.Of(s)?.Languages ?? []))
            .Order(StringComparer.Ordinal),
    ];
}
