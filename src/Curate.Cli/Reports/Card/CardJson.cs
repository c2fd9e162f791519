using System.Text.Encodings.Web;
using System.Text.Json;
using Curate.Cli.Reports.Profile;
using Curate.Core.Card;

namespace Curate.Cli.Reports.Card;

/// <summary>A card as JSON: under <c>profile</c> the keys of the profile's own document, then what a card adds.</summary>
internal static class CardJson
{
    private const int Schema = 1;

    public static byte[] Of(CardPage page)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteString("version", page.Profile.Version);
            json.WriteString("command", "card");
            json.WriteString("name", page.Name);
            json.WriteString("license", page.Declared);
            json.List("files", page.Files, static (json, f) =>
            {
                json.WriteString("name", f.Name);
                json.WriteString("format", f.Format);
                json.Number("bytes", f.Bytes);
                json.WriteString("sha256", f.Sha256);
            });
            json.WriteString("split", page.Split);
            json.WriteBoolean("provenance_verified", page.IsVerified);
            json.List("provenance", page.Provenance, Step);
            json.Part("licences", page.Licences, Licences);
            json.WriteStartObject("answers");
            foreach (CardField field in CardField.All)
            {
                json.WriteString(field.Name, page.Answers.GetValueOrDefault(field.Name));
            }

            json.WriteEndObject();
            json.WriteStartObject("profile");
            ProfileJson.Report(json, page.Profile);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void Step(Utf8JsonWriter json, Curate.Formats.Files.ProvenanceStep step)
    {
        json.WriteString("record", step.Record);
        json.WriteString("fault", step.Fault);
        json.WriteString("output", step.Output);
        json.WriteString("command", step.Command);
        json.WriteString("method", step.Method);
        json.WriteString("version", step.Version);
        json.WriteString("seed", step.Seed);
        json.WriteStartObject("options");
        foreach ((string name, string? value) in step.Options)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteNumber("rows_in", step.RowsIn);
        json.WriteNumber("rows_kept", step.RowsKept);
        json.WriteNumber("made_up", step.MadeUp);
        json.WriteStartObject("dropped");
        foreach ((string reason, long rows) in step.Dropped)
        {
            json.WriteNumber(reason, rows);
        }

        json.WriteEndObject();
        json.WriteString("output_check", step.OutputCheck.ToString().ToLowerInvariant());
        json.List("inputs", step.Inputs, static (json, i) =>
        {
            json.WriteString("name", i.Input.Name);
            json.Number("bytes", i.Input.Bytes);
            json.WriteString("sha256", i.Input.Sha256);
            json.WriteString("check", i.Check.ToString().ToLowerInvariant());
            json.WriteString("record", i.Record);
        });
    }

    private static void Licences(Utf8JsonWriter json, LicenceAudit audit)
    {
        json.WriteString("column", audit.Column);
        json.WriteString("use", LicenceAudit.Word(audit.Use));
        json.List("uses", audit.Uses, static (json, u) =>
        {
            json.WriteString("use", LicenceAudit.Word(u.Use));
            json.WriteNumber("rows", u.Rows);
        });
        json.List("licences", audit.Licences, static (json, r) =>
        {
            json.WriteString("text", r.Text);
            json.Strings("spdx", [.. r.Licences.Select(static l => l.Id)]);
            json.WriteString("use", LicenceAudit.Word(r.Use));
            json.WriteBoolean("attribution", r.Licences.Any(static l => l.Attribution));
            json.WriteBoolean("share_alike", r.Licences.Any(static l => l.ShareAlike is not null));
            json.WriteBoolean("no_derivatives", r.Licences.Any(static l => l.NoDerivatives));
            json.WriteNumber("rows", r.Rows);
        });
        json.List("conflicts", audit.Conflicts, static (json, c) =>
        {
            json.WriteString("first", c.First);
            json.WriteString("second", c.Second);
            json.WriteString("why", c.Why);
        });
        json.Part("declared", audit.Declared, static (json, d) =>
        {
            json.WriteString("text", d.Text);
            json.WriteString("use", LicenceAudit.Word(d.Use));
            json.WriteNumber("wrong_rows", d.WrongRows);
            json.WriteBoolean("borne_out", d.IsBorneOut);
            json.List("conflicts", d.Conflicts, static (json, c) =>
            {
                json.WriteString("licence", c.Licence);
                json.WriteString("why", c.Why);
            });
        });
    }
}
