using System.Runtime.InteropServices;
using Curate.Core.Text;

namespace Curate.Core.Select.Target;

/// <summary>
/// The n-grams of the words of a text, each as a bucket that it is hashed to: all runs of one word, of two, up to the longest, in lower case and without punctuation.
/// In scripts that put no spaces between words a character is a word.
/// </summary>
/// <remarks>O(bytes x longest), 4 bytes an n-gram of the longest text. For one thread at a time.</remarks>
internal sealed class NgramBuckets
{
    private readonly ShingleReader[] _readers;
    private readonly ulong[] _block = new ulong[ShingleReader.Block];
    private readonly List<int> _buckets = [];
    private readonly int _count;

    /// <param name="fold">What <see cref="Folding"/> makes; shared by all.</param>
    /// <param name="count">Buckets.</param>
    /// <param name="longest">Words of the longest n-gram.</param>
    public NgramBuckets(FoldTable fold, int count, int longest)
    {
        _count = count;
        _readers = [.. Enumerable.Range(1, longest).Select(n => new ShingleReader(fold, ShingleUnit.Auto, n))];
    }

    public const TextFolding Folding = TextFolding.Lower | TextFolding.Punctuation;

    /// <summary>The buckets of a text with repeats; valid until the next text.</summary>
    public ReadOnlySpan<int> Of(ReadOnlySpan<byte> text)
    {
        _buckets.Clear();
        foreach (ShingleReader reader in _readers)
        {
            reader.Begin();
            reader.Open();
            bool more = true;
            while (more)
            {
                int read = reader.Read(text, _block, out more);
                for (int i = 0; i < read; i++)
                {
                    _buckets.Add((int)Math.BigMul(_block[i], (ulong)_count, out _));
                }
            }
        }

        return CollectionsMarshal.AsSpan(_buckets);
    }
}
