using System.Text;
using System.Text.Json;
using Curate.Core.Data;

namespace Curate.Formats.JsonLines;

/// <summary>
/// Replaces one value of a row and leaves every other byte as it stands. The name is a top-level key, else a path through objects; what
/// does not exist is added behind the last member of the deepest object that does. Time: O(bytes of the row) an edit.
/// </summary>
internal sealed class RowEditor
{
    private static readonly JsonReaderOptions s_strict = new() { MaxDepth = LineParser.MaxDepth };

    private readonly Dictionary<string, byte[][]> _paths = new(StringComparer.Ordinal);
    private int _at;
    private int _length;
    private int _missing;
    private int _braces;
    private bool _empty;

    /// <summary>
    /// Writes <paramref name="row"/>, a good row, up to the value of a top-level key or of a path. The caller writes the new value, which may be as long as
    /// the row and is never held apart from it, and then comes <see cref="End"/>.
    /// </summary>
    public void Begin(ReadOnlySpan<byte> row, string name, ByteBuffer to)
    {
        byte[][] steps = Steps(name);
        ReadOnlySpan<byte[]> path = steps.AsSpan(0, 1);
        Locate(row, path);
        if (_missing > 0 && steps.Length > 1)
        {
            path = steps.AsSpan(1);
            if (!Locate(row, path))
            {
                // A value other than an object is in the way: the dotted name itself becomes the key, by which it is found again.
                path = steps.AsSpan(0, 1);
                Locate(row, path);
            }
        }

        Write(row, path, to);
    }

    /// <summary>As <see cref="Begin"/> for the value of a top-level key; dots mean nothing.</summary>
    public void BeginKey(ReadOnlySpan<byte> row, string name, ByteBuffer to)
    {
        ReadOnlySpan<byte[]> path = Steps(name).AsSpan(0, 1);
        Locate(row, path);
        Write(row, path, to);
    }

    /// <summary>Writes what follows the value.</summary>
    public void End(ReadOnlySpan<byte> row, ByteBuffer to)
    {
        for (int i = 0; i < _braces; i++)
        {
            to.Append((byte)'}');
        }

        to.Append(row[(_at + _length)..]);
    }

    // The name as it stands, then its parts when it has dots.
    private byte[][] Steps(string name)
    {
        if (!_paths.TryGetValue(name, out byte[][]? steps))
        {
            steps = [Encoding.UTF8.GetBytes(name), .. name.Contains('.') ? name.Split('.').Select(Encoding.UTF8.GetBytes) : []];
            _paths.Add(name, steps);
        }

        return steps;
    }

    private void Write(ReadOnlySpan<byte> row, ReadOnlySpan<byte[]> path, ByteBuffer to)
    {
        to.Append(row[.._at]);
        if (_missing > 0 && _length == 0 && !_empty)
        {
            to.Append((byte)',');
        }

        // With a length, a null gives way to the objects that are missing; else a member is added to the object around.
        _braces = _length == 0 ? _missing - 1 : _missing;
        for (int i = _missing; i > 0; i--)
        {
            if (i < _missing || _length > 0)
            {
                to.Append((byte)'{');
            }

            JsonQuotes.Append(to, path[^i]);
            to.Append((byte)':');
        }
    }

    // Finds the bytes to replace, or the place to add at; false where something that is neither an object nor null is in the way.
    private bool Locate(ReadOnlySpan<byte> row, ReadOnlySpan<byte[]> path)
    {
        var reader = new Utf8JsonReader(row, s_strict);
        reader.Read();
        _missing = path.Length;
        return Members(ref reader, path);
    }

    private bool Members(ref Utf8JsonReader reader, ReadOnlySpan<byte[]> path)
    {
        bool found = false;
        bool fits = true;
        int last = (int)reader.BytesConsumed;
        bool empty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool match = reader.ValueTextEquals(path[0]);
            reader.Read();
            empty = false;
            if (match && path.Length > 1 && reader.TokenType == JsonTokenType.StartObject)
            {
                fits = Members(ref reader, path[1..]);
                found = true;
            }
            else
            {
                int start = (int)reader.TokenStartIndex;
                JsonTokenType token = reader.TokenType;
                reader.Skip();
                if (match)
                {
                    // Of keys that repeat in a nested object the last one counts.
                    _missing = path.Length - 1;
                    _at = start;
                    _length = (int)reader.BytesConsumed - start;
                    _empty = false;
                    fits = _missing == 0 || token == JsonTokenType.Null;
                    found = true;
                }
            }

            last = (int)reader.BytesConsumed;
        }

        if (!found)
        {
            _missing = path.Length;
            _at = last;
            _length = 0;
            _empty = empty;
        }

        return fits;
    }
}
