using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Curate.Core.Text.Languages;

/// <summary>
/// What runs of one to four letters say about the languages of one script: a hash table from a run to a row of weights, one a language. Read from
/// <see cref="LanguageData"/> when a text first needs it; any thread may look up. about 48 bytes a run and 96 for its weights.
/// </summary>
internal sealed class LanguageTable
{
    /// <summary>Weights of a row, a whole number of vectors of 256 bits.</summary>
    public const int Lanes = 48;

    /// <summary>Bits of a letter in a key: the tables have letters below U+2000 only.</summary>
    public const int LetterBits = 13;

    private const ulong Mix = 0x9E3779B97F4A7C15UL;
    private static readonly LanguageTable?[] s_tables = Read();
    private readonly Slot[] _slots;
    private readonly int _shift;

    private LanguageTable(string[] languages, List<(ulong Key, short[] Weights)> runs)
    {
        Languages = languages;
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)runs.Count * 3);
        _shift = 64 - BitOperations.Log2((uint)size);
        _slots = new Slot[size];
        Weights = new short[runs.Count * Lanes];
        for (int run = 0; run < runs.Count; run++)
        {
            int at = (int)((runs[run].Key * Mix) >> _shift);
            while (_slots[at].Key != 0)
            {
                at = (at + 1) & (size - 1);
            }

            _slots[at] = new Slot(runs[run].Key, run * Lanes);
            runs[run].Weights.CopyTo(Weights, run * Lanes);
        }
    }

    /// <summary>Codes of the languages, in the order of weights.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>The table of a script, or null where its letters alone do not leave several languages.</summary>
    public static LanguageTable? Of(TextScript script) => s_tables[(int)script];

    /// <summary>Where the weights of a run of letters are in <see cref="Weights"/>; negative where the run says nothing.</summary>
    public int this[ulong key]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ref Slot slots = ref MemoryMarshal.GetArrayDataReference(_slots);
            int mask = _slots.Length - 1;
            for (int at = (int)((key * Mix) >> _shift); ; at = (at + 1) & mask)
            {
                ref Slot slot = ref Unsafe.Add(ref slots, at);
                if (slot.Key == key)
                {
                    return slot.Row;
                }

                if (slot.Key == 0)
                {
                    return -1;
                }
            }
        }
    }

    /// <summary>Rows of <see cref="Lanes"/> weights in tenths of a natural logarithm.</summary>
    public short[] Weights { get; }

    /// <summary>The key of a run with one more letter; a boundary of words is letter 1.</summary>
    public static ulong Append(ulong key, int letter) => ((key << LetterBits) | (uint)letter) & ((1UL << (4 * LetterBits)) - 1);

    private static LanguageTable?[] Read()
    {
        var tables = new LanguageTable?[(int)TextScript.Other + 1];
        TextScript script = TextScript.None;
        string[] languages = [];
        var runs = new List<(ulong, short[])>();
        ReadOnlySpan<byte> rest = LanguageData.Tables;
        while (rest.Length > 0)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? rest : rest[..end]).TrimEnd((byte)'\r');
            rest = end < 0 ? default : rest[(end + 1)..];
            int space = line.IndexOf((byte)' ');
            if (space > 1 && line[space - 1] == ':')
            {
                Close();
                script = Enum.Parse<TextScript>(Encoding.ASCII.GetString(line[..(space - 1)]));
                languages = Encoding.ASCII.GetString(line[(space + 1)..]).Split(' ');
                continue;
            }

            ulong key = 0;
            foreach (Rune letter in Encoding.UTF8.GetString(line[..space]).EnumerateRunes())
            {
                key = Append(key, letter.Value == '_' ? 1 : letter.Value);
            }

            var weights = new short[languages.Length];
            for (int i = 0; i < weights.Length; i++)
            {
                int code = line[space + 1 + i];
                weights[i] = (short)((code > '\\' ? code - 1 : code) - '#' - 35);
            }

            runs.Add((key, weights));
        }

        Close();
        return tables;

        void Close()
        {
            if (runs.Count > 0)
            {
                tables[(int)script] = new LanguageTable(languages, runs);
                runs.Clear();
            }
        }
    }

    private readonly record struct Slot(ulong Key, int Row);
}
