namespace Curate.Core.Text.Tokens.Models;

/// <summary>
/// The most likely way to cut a piece, each token independent of the others (Kudo 2018, equation 3), by the Viterbi algorithm: O(n) times the longest token. A
/// character that no token covers costs the least score less ten; a run of such is one token, or those of its bytes.
/// </summary>
internal sealed class Unigram : ITokenModel
{
    private const double UnknownPenalty = 10;
    private readonly ByteTable _vocabulary;
    private readonly ByteTrie _tokens = new();
    private readonly double[] _scores;
    private readonly int[] _byteTokens = new int[256];
    private readonly int _unknown;
    private readonly double _unknownScore;
    private readonly bool _fallsToBytes;

    /// <param name="vocabulary">Numbers of the tokens, by their order.</param>
    /// <param name="scores">Logarithms of their probabilities.</param>
    /// <param name="unknown">The number of the unknown token; -1 = none.</param>
    /// <param name="fallsToBytes">Unknown characters become tokens of their bytes.</param>
    public Unigram(ByteTable vocabulary, double[] scores, int unknown, bool fallsToBytes)
    {
        _vocabulary = vocabulary;
        _scores = scores;
        _unknown = unknown;
        _fallsToBytes = fallsToBytes;
        _unknownScore = scores.Min() - UnknownPenalty;
        for (int entry = 0; entry < vocabulary.Count; entry++)
        {
            _tokens.Set(vocabulary.Text(entry), vocabulary.Id(entry));
        }

        ByteTokens.Find(vocabulary, _byteTokens);
    }

    public string Kind => "unigram";

    public int Entries => _scores.Length;

    public PieceCounter NewCounter() => new Counter(this);

    private sealed class Counter(Unigram model) : PieceCounter
    {
        // By the end of a token: the best score of the text before it, where that token begins, and which one it is. A start of -1 = none ends there.
        private double[] _score = new double[64];
        private int[] _start = new int[64];
        private int[] _token = new int[64];

        public override int Count(ReadOnlySpan<byte> piece)
        {
            Reserve(piece.Length + 1);
            Array.Fill(_start, -1, 0, piece.Length + 1);
            _score[0] = 0;
            for (int at = 0, width; at < piece.Length; at += width)
            {
                width = Utf8Points.Width(piece[at]);
                double before = _score[at];
                bool hasSingle = false;
                int node = 0;
                for (int end = at; end < piece.Length && (node = model._tokens.Child(node, piece[end])) >= 0;)
                {
                    end++;
                    int token = model._tokens.Value(node);
                    if (token >= 0)
                    {
                        Offer(at, end, token, model._scores[token] + before);
                        hasSingle |= end == at + width;
                    }
                }

                if (!hasSingle)
                {
                    if (model._unknown < 0)
                    {
                        return NoToken;
                    }

                    Offer(at, at + width, model._unknown, model._unknownScore + before);
                }
            }

            return Trace(piece);
        }

        private void Offer(int start, int end, int token, double score)
        {
            if (_start[end] < 0 || score > _score[end])
            {
                _start[end] = start;
                _score[end] = score;
                _token[end] = token;
            }
        }

        private int Trace(ReadOnlySpan<byte> piece)
        {
            int count = 0;
            for (int end = piece.Length; end > 0;)
            {
                int start = _start[end];
                if (_token[end] != model._unknown)
                {
                    count++;
                    end = start;
                    continue;
                }

                while (start > 0 && _token[start] == model._unknown)
                {
                    start = _start[start];
                }

                count += Unknown(piece[start..end]);
                end = start;
            }

            return count;
        }

        private int Unknown(ReadOnlySpan<byte> run) =>
            model._fallsToBytes && !model._vocabulary.Contains(run) && ByteTokens.HasAll(run, model._byteTokens) ? run.Length : 1;

        private void Reserve(int length)
        {
            if (_start.Length < length)
            {
                int size = Math.Max(length, _start.Length * 2);
                _score = new double[size];
                _start = new int[size];
                _token = new int[size];
            }
        }
    }
}
