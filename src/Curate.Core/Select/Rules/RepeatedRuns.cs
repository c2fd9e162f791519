using System.Numerics;
using System.Runtime.CompilerServices;

namespace Curate.Core.Select.Rules;

/// <summary>
/// How much of a text is in runs of tokens that it repeats (Rae et al. 2021, table A1). A run of n tokens can only recur where its first n - 1 do, so each
/// length looks at the places that the length before left: for most texts few. O(tokens) for runs of 2, then O(places left); 20 bytes a token, and the table.
/// </summary>
/// <remarks>Methods that are only called by fully optimised ones are not compiled ahead: they ask for the same.</remarks>
internal sealed class RepeatedRuns
{
    public const int Longest = 10;

    private readonly HashCounter _counter = new();
    private int[] _places = [];
    private ulong[] _runs = [];

    /// <summary>Characters in the most frequent run of 2, 3 and 4 tokens that occurs more than once, by its length.</summary>
    public long[] Top { get; } = new long[5];

    /// <summary>Characters in runs of 5 to 10 tokens that stood before, none counted twice, by their length.</summary>
    public long[] Repeated { get; } = new long[Longest + 1];

    /// <summary>Measures the runs of up to <paramref name="longest"/> tokens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Measure(TokenList tokens, int longest)
    {
        Array.Clear(Top);
        Array.Clear(Repeated);
        int count = Start(tokens);
        for (int n = 2; n <= longest && count > 0; n++)
        {
            count = Extend(tokens, n, count);
            for (int i = 0; i < count; i++)
            {
                _counter[_runs[i]]++;
            }

            if (n <= 4)
            {
                Top[n] = MostFrequent(tokens, n, count);
            }
            else
            {
                Repeated[n] = Again(tokens, n, count);
            }

            count = Recurring(count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Start(TokenList tokens)
    {
        if (_places.Length < tokens.Count || _places.Length > Math.Max(1 << 20, tokens.Count * 4))
        {
            _places = new int[tokens.Count];
            _runs = new ulong[tokens.Count];
        }

        for (int i = 0; i < tokens.Count; i++)
        {
            _places[i] = i;
            _runs[i] = tokens.Hashes[i];
        }

        return tokens.Count;
    }

    /// <summary>Makes runs one token longer; places too near the end leave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Extend(TokenList tokens, int n, int count)
    {
        ReadOnlySpan<ulong> hashes = tokens.Hashes;
        while (count > 0 && _places[count - 1] + n > hashes.Length)
        {
            count--;
        }

        for (int i = 0; i < count; i++)
        {
            _runs[i] = (BitOperations.RotateLeft(_runs[i], 23) ^ hashes[_places[i] + n - 1]) * 0x9FB21C651E98DF25UL;
        }

        _counter.Begin(count);
        return count;
    }

    /// <summary>Of the runs with the highest count the one with most characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long MostFrequent(TokenList tokens, int n, int count)
    {
        int most = 1;
        int characters = 0;
        for (int i = 0; i < count; i++)
        {
            int times = _counter[_runs[i]];
            if (times >= most && times > 1)
            {
                int own = tokens.Characters(_places[i], _places[i] + n - 1);
                characters = times > most ? own : Math.Max(characters, own);
                most = times;
            }
        }

        return (long)most * characters;
    }

    /// <summary>Walks from the front: a run that stood before counts, and the walk goes on behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long Again(TokenList tokens, int n, int count)
    {
        long characters = 0;
        int free = 0;
        for (int i = 0; i < count; i++)
        {
            int place = _places[i];
            if (place < free)
            {
                continue;
            }

            // The sign says that the walk has met the run: counts stay readable below.
            ref int times = ref _counter[_runs[i]];
            if (times < 0)
            {
                characters += tokens.Characters(place, place + n - 1);
                free = place + n;
            }
            else
            {
                times = -times;
            }
        }

        return characters;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Recurring(int count)
    {
        int left = 0;
        for (int i = 0; i < count; i++)
        {
            if (Math.Abs(_counter[_runs[i]]) > 1)
            {
                _places[left] = _places[i];
                _runs[left++] = _runs[i];
            }
        }

        return left;
    }
}
