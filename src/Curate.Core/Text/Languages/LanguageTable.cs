using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Curate.Core.Text.Languages;

/// <summary>
/// What runs of one to four letters say about the languages of one script: a hash table from a run to a row of weights, one a language. Read from
/// <see cref="LanguageData"/> when a text first needs it; any thread may look up. 20 bytes a run and 2 for each of its weights.
/// </summary>
internal sealed class LanguageTable
{
    /// <summary>Weights of a row, a whole number of vectors of 256 bits.</summary>
    public const int Lanes = 48;

    /// <summary>Bits of a letter in a key: the tables have letters below U+2000 only.</summary>
    public const int LetterBits = 13;

    private const ulong Mix = 0x9E3779B97F4A7C15UL;
    private static readonly LanguageTable?[] s_tables = Read();
    private readonly ulong[] _keys;
    private readonly int[] _rows;
    private readonly short[] _weights;
    private readonly int _shift;

    private LanguageTable(string[] languages, List<(ulong Key, short[] Weights)> runs)
    {
        Languages = languages;
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)runs.Count * 2);
        _shift = 64 - BitOperations.Log2((uint)size);
        _keys = new ulong[size];
        _rows = new int[size];
        _weights = new short[runs.Count * Lanes];
        for (int run = 0; run < runs.Count; run++)
        {
            int at = (int)((runs[run].Key * Mix) >> _shift);
            while (_keys[at] != 0)
            {
                at = (at + 1) & (size - 1);
            }

            _keys[at] = runs[run].Key;
            _rows[at] = run * Lanes;
            runs[run].Weights.CopyTo(_weights, run * Lanes);
        }
    }

    /// <summary>Codes of the languages, in the order of weights.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>The table of a script, or null where its letters alone do not leave several languages.</summary>
    public static LanguageTable? Of(TextScript script) => s_tables[(int)script];

    /// <summary>The weights of a run of letters in tenths of a natural logarithm; empty where the run says nothing.</summary>
    public ReadOnlySpan<short> this[ulong key]
    {
        get
        {
            int at = (int)((key * Mix) >> _shift);
            while (_keys[at] != key)
            {
                if (_keys[at] == 0)
                {
                    return default;
                }

                at = (at + 1) & (_keys.Length - 1);
            }

            return MemoryMarshal.CreateReadOnlySpan(ref _weights[_rows[at]], Lanes);
        }
    }

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
}
