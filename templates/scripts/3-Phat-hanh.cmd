@echo off
chcp 65001 >nul
cd /d "%~dp0"
"{PROGRAM}" status
echo.
set "DONGY="
set /p "DONGY=Bản trình ký không thay đổi được nữa. Gõ C rồi Enter để chốt bản tổng hợp, chỉ Enter để thôi: "
if /i "%DONGY%"=="C" "{PROGRAM}" release
pause
