namespace Curate.Cli.Reports.Blocks;

/// <summary>The style sheet of pages. Text has a contrast of at least 4.5 to 1 with its ground in light, dark and print.</summary>
internal static class HtmlStyle
{
    public const string Sheet = """
        :root{color-scheme:light dark;--ink:#1c2430;--paper:#fff;--card:#f5f7fa;--line:#d8dee6;--soft:#566071;--link:#1d5fa8;--pos:#3b6ea8;--neg:#b4552d;--good:#1f6b3a;--warn:#8a5300;--bad:#b3261e}
        @media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--paper:#14181d;--card:#1d232b;--line:#37404b;--soft:#a3afbe;--link:#8bb9ee;--pos:#6ea3de;--neg:#dd8a63;--good:#7fcf9c;--warn:#f0b45c;--bad:#ff8f86}}
        @media print{:root{color-scheme:light;--ink:#000;--paper:#fff;--card:#fff;--line:#bbb;--soft:#444;--link:#000;--pos:#3b6ea8;--neg:#b4552d;--good:#1f6b3a;--warn:#8a5300;--bad:#b3261e}}
        *{box-sizing:border-box}
        body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:var(--ink);background:var(--paper);max-width:72rem;margin:0 auto;padding:1.5rem 1rem 3rem}
        h1{font-size:1.6rem;line-height:1.2;margin:0 0 .8rem;overflow-wrap:anywhere}h2{font-size:1.2rem;margin:2.6rem 0 .6rem;padding-top:.6rem;border-top:1px solid var(--line);overflow-wrap:anywhere}
        small{color:var(--soft);font-weight:400;font-size:.85em}p{margin:.5rem 0;max-width:60rem;overflow-wrap:anywhere}a{color:var(--link)}
        nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:0 0 1.2rem;padding:0;font-size:.9rem}
        dl{display:flex;flex-wrap:wrap;gap:.5rem;margin:.7rem 0}dl div{background:var(--card);border:1px solid var(--line);border-radius:.4rem;padding:.3rem .7rem;max-width:100%}
        dt{color:var(--soft);font-size:.78rem}dd{margin:0;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        .scroll{overflow-x:auto;margin:.7rem 0}.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem}
        caption{text-align:left;color:var(--soft);font-size:.85rem;padding-bottom:.2rem}
        th,td{padding:.25rem .7rem .25rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;white-space:nowrap}
        thead th{color:var(--soft);font-weight:500;font-size:.82rem;vertical-align:bottom;white-space:nowrap}tbody th{font-weight:400}tbody th,.t{white-space:normal;overflow-wrap:break-word}tbody th{min-width:7rem;max-width:20rem}.t{min-width:11rem;max-width:34rem}
        .n{text-align:right}td.b{width:12rem;min-width:7rem}td.k{width:9rem;min-width:7rem}
        .soft{color:var(--soft)}.strong{font-weight:600}.good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad);font-weight:600}
        .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        details{border:1px solid var(--line);border-radius:.4rem;margin:.4rem 0;padding:0 .8rem}details[open]{padding-bottom:.6rem}
        summary{cursor:pointer;padding:.4rem 0;font-weight:600;overflow-wrap:anywhere}
        pre{background:var(--card);border:1px solid var(--line);border-radius:.4rem;padding:.6rem .8rem;overflow-x:auto;font-size:.85rem}
        figure{margin:1rem 0;overflow-x:auto}figcaption{color:var(--soft);font-size:.82rem}
        svg{display:block;max-width:none}svg text{fill:var(--ink);font:11px system-ui,sans-serif}
        .spark{width:8rem;height:1.3rem;fill:var(--pos)}.bar{width:100%;height:.8rem;margin-top:.35rem}.bar rect{fill:var(--pos)}.bar rect{height:100%}.bar .w{fill:var(--ink);height:1.5px;y:45%}
        .hist{width:100%;max-width:34rem}.lorenz{width:100%;max-width:20rem}.f{fill:var(--pos)}.a{stroke:var(--soft);fill:none}.d{stroke:var(--soft);stroke-dasharray:4 4;fill:none}.l{stroke:var(--pos);stroke-width:2;fill:none}.s{fill:var(--pos);fill-opacity:.15}
        .p{fill:var(--pos)}.m{fill:var(--neg)}
        footer{color:var(--soft);font-size:.82rem;margin-top:3rem;border-top:1px solid var(--line)}
        @media (max-width:36rem){.o{display:none}.list thead{position:absolute;clip-path:inset(50%)}.list tr{display:block;border-bottom:1px solid var(--line);padding:.2rem 0}.list td,.list th{display:inline-block;border:0;padding:0 .6rem 0 0;min-width:0}.list .t{display:block;min-width:0}.t{min-width:15rem}table:not(.list) :is(th,td):first-child{position:sticky;left:0;background:var(--paper);background-clip:padding-box}table:not(.list) tbody th{max-width:11rem}body{padding:1rem .7rem 2rem;font-size:14px}th,td{padding-right:.5rem}h2{margin-top:2rem}}
        @media print{body{max-width:none;padding:0;font-size:10pt}nav{display:none}h2{break-after:avoid}tr,figure,dl div{break-inside:avoid}.scroll{overflow:visible}details{border:0;padding:0}details::details-content{content-visibility:visible;block-size:auto}
        *{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
        """;
}
