using Curate.Core.Hashing;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Cluster;

/// <summary>
/// The words that mark clusters of texts: those with the largest p ln(p / q), p the share of a cluster's texts that have the word and q the share of all texts
/// (the word's part of the Kullback-Leibler divergence). Words of one letter or digit and words in one text alone are left out.
/// </summary>
/// <remarks>The vocabulary of the counted texts, and 24 bytes for each pair of a word and a cluster that has it.</remarks>
internal sealed class ClusterWords(int clusters)
{
    private readonly TextHashing _reader = new(0, new TextHashingOptions { Columns = 1 });
    private readonly TextIndex _words = new();
    private readonly List<long> _texts = [];
    private readonly Dictionary<(int Cluster, int Word), long> _counts = [];
    private readonly HashSet<int> _seen = [];
    private readonly long[] _sizes = new long[clusters];

    /// <summary>Texts counted.</summary>
    public long Texts { get; private set; }

    /// <summary>Counts the words of a text, each once.</summary>
    public void Add(int cluster, ReadOnlySpan<byte> text)
    {
        Texts++;
        _sizes[cluster]++;
        _seen.Clear();
        ReadOnlySpan<byte> normal = _reader.WordsOf(text);
        foreach (Range range in normal.Split((byte)' '))
        {
            ReadOnlySpan<byte> word = normal[range];
            if (word.Length < 2)
            {
                continue;
            }

            int code = _words.Add(word);
            if (code == _texts.Count)
            {
                _texts.Add(0);
            }

            if (_seen.Add(code))
            {
                _texts[code]++;
                _counts[(cluster, code)] = _counts.GetValueOrDefault((cluster, code)) + 1;
            }
        }
    }

    /// <summary>The marking words of each cluster, the strongest first, of equal ones the first in byte order.</summary>
    public string[][] Strongest(int most)
    {
        var found = new List<(double Score, int Word)>[clusters];
        for (int c = 0; c < clusters; c++)
        {
            found[c] = [];
        }

        foreach (((int cluster, int word), long count) in _counts)
        {
            double inside = (double)count / _sizes[cluster];
            double all = (double)_texts[word] / Texts;
            if (inside > all && _texts[word] > 1)
            {
                found[cluster].Add((inside * PortableMath.Log(inside / all), word));
            }
        }

        var strongest = new string[clusters][];
        for (int c = 0; c < clusters; c++)
        {
            found[c].Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : _words[a.Word].SequenceCompareTo(_words[b.Word]));
            strongest[c] = [.. found[c].Take(most).Select(w => System.Text.Encoding.UTF8.GetString(_words[w.Word]))];
        }

        return strongest;
    }
}
